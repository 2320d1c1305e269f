import { loadConfig } from "./config.js";
import { startDatabase } from "./database/start-database.js";
import { followLauncher } from "./launcher/child.js";
import { execute } from "./launcher/executable.js";
import { signingSecret } from "./launcher/signing-secret.js";
import { startApi } from "./start-api.js";

await execute(async (env) => {
  const config = loadConfig(env);
  const database = await startDatabase(config, (error) => {
    throw error;
  });
  const api = await startApi({ ...config, databaseUrl: database.url, secret: await signingSecret(config) });
  followLauncher({
    url: api.url,
    async onStop() {
      await api.close();
      await database.stop();
    },
  });
});
