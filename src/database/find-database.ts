import { existsSync } from "node:fs";
import type { Config } from "../config.js";
import { StartupError } from "../kernel/startup-error.js";
import { EmbeddedPostgres } from "./embedded-postgres.js";
import { checkExternalPostgres } from "./external-postgres.js";

/**
 * The address of the database that the product works on: that of DATABASE_URL, checked, or the embedded one's while the
 * product runs. Starts and stops nothing. Throws `StartupError`.
 */
export async function findDatabase({ databaseUrl, home }: Pick<Config, "databaseUrl" | "home">): Promise<string> {
  if (databaseUrl) {
    await checkExternalPostgres(databaseUrl);
    return databaseUrl;
  }
  const url = existsSync(home) ? await EmbeddedPostgres.urlOfRunning(home) : undefined;
  if (!url)
    throw new StartupError(`Groundwork does not run on ${home}: start it first (npm start), or set DATABASE_URL.`);
  return url;
}
