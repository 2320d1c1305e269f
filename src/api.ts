import { loadConfig } from "./config.js";
import { requireDatabase } from "./database/external-postgres.js";
import { followLauncher } from "./launcher/child.js";
import { execute } from "./launcher/executable.js";
import { signingSecret } from "./launcher/signing-secret.js";
import { startApi } from "./start-api.js";

await execute(async (env) => {
  const config = loadConfig(env);
  const databaseUrl = await requireDatabase(config.databaseUrl);
  const api = await startApi({ ...config, databaseUrl, secret: await signingSecret(config) });
  followLauncher({ url: api.url, onStop: () => api.close() });
});
