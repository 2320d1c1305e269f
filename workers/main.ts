import { loadConfig } from "../src/config.js";
import { requireDatabase } from "../src/database/external-postgres.js";
import { followLauncher } from "../src/launcher/child.js";
import { execute } from "../src/launcher/executable.js";
import { signingSecret } from "../src/launcher/signing-secret.js";
import { startWorker } from "./start-worker.js";

await execute(async (env) => {
  const config = loadConfig(env);
  const databaseUrl = await requireDatabase(config.databaseUrl);
  const worker = await startWorker({ ...config, databaseUrl, secret: await signingSecret(config) });
  followLauncher({ onStop: () => worker.close() });
});
