import { rm } from "node:fs/promises";
import { join } from "node:path";
import { loadConfig } from "./config.js";
import { dropProductSchemas } from "./database/drop-schemas.js";
import { removeCluster } from "./database/remove-cluster.js";
import { StartupError } from "./kernel/startup-error.js";
import { execute } from "./launcher/executable.js";
import { lockHome } from "./launcher/home-lock.js";

// Brings the product back to its first start: `npm run reset`.
await execute(async (env) => {
  const { home, databaseUrl } = loadConfig(env);
  const lock = await lockHome(home);
  try {
    if (databaseUrl && !process.argv.includes("--yes")) {
      throw new StartupError(
        "DATABASE_URL is set: npm run reset -- --yes deletes what Groundwork keeps in that database.",
      );
    }
    if (databaseUrl) await dropProductSchemas(databaseUrl);
    await removeCluster(home);
    for (const name of ["artifacts", "signing-secret"]) await rm(join(home, name), { recursive: true, force: true });
  } finally {
    await lock.release();
  }
  console.log(`Groundwork is reset: the next start begins anew.`);
});
