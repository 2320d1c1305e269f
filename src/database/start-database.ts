import type { Config } from "../config.js";
import type { StartupError } from "../kernel/startup-error.js";
import { EmbeddedPostgres } from "./embedded-postgres.js";
import { checkExternalPostgres } from "./external-postgres.js";

/** The database that the product works on. `stop` ends an embedded server and leaves an external one alone. */
export interface Database {
  url: string;
  embedded: boolean;
  stop(): Promise<void>;
}

/**
 * Provides the database of DATABASE_URL, checked, or the embedded one of the home, started. `onLost` hears of an embedded
 * server that died and could not be restarted. Throws `StartupError`.
 */
export async function startDatabase(
  { databaseUrl, home }: Pick<Config, "databaseUrl" | "home">,
  onLost: (error: StartupError) => void,
): Promise<Database> {
  if (databaseUrl) {
    await checkExternalPostgres(databaseUrl);
    return { url: databaseUrl, embedded: false, stop: async () => undefined };
  }
  const postgres = await EmbeddedPostgres.start(home, { durable: true, onLost });
  return { url: postgres.url, embedded: true, stop: () => postgres.stop() };
}
