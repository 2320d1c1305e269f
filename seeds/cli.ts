import { parseArgs } from "node:util";
import { InvalidFieldNameException, TableNotFoundException } from "@mikro-orm/core";
import { loadConfig } from "../src/config.js";
import { findDatabase } from "../src/database/find-database.js";
import { migrateDatabase } from "../src/database/migrate.js";
import { StartupError } from "../src/kernel/startup-error.js";
import { execute } from "../src/launcher/executable.js";
import { seed } from "./main.js";
import { differences, summary } from "./report.js";

// Brings a database to what the content packs say: `npm run seed`, or only shows what that would change: `-- --dry-run`.
await execute(async (env) => {
  const { dryRun, folder } = options();
  const config = loadConfig(env);
  const url = await findDatabase(config);
  if (!dryRun) await migrateDatabase(url);
  const { adminPassword, changes } = await seed(config, url, { dryRun, folder }).catch(explained);
  const lines = dryRun ? differences(changes) : "";
  if (lines) console.log(`${lines}\n`);
  console.log(summary(changes));
  if (dryRun) console.log("\nNothing was written.");
  else if (adminPassword) console.log(`\n${config.adminEmail} can sign in with ${adminPassword} (not shown again).`);
});
process.exit();

function options(): { dryRun: boolean; folder: string | undefined } {
  try {
    const { values } = parseArgs({ options: { "dry-run": { type: "boolean" }, content: { type: "string" } } });
    return { dryRun: values["dry-run"] ?? false, folder: values.content };
  } catch (error) {
    throw new StartupError(`npm run seed takes --dry-run and --content <folder>: ${(error as Error).message}`);
  }
}

/** A dry run does not migrate, so it may meet a database without the product's tables. */
function explained(error: Error): never {
  if (error instanceof TableNotFoundException || error instanceof InvalidFieldNameException) {
    throw new StartupError("The database lacks the tables of this version: npm run seed makes them.");
  }
  throw error;
}
