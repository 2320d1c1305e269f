import pg from "pg";
import { loadConfig } from "../../src/config.js";
import { migrateDatabase } from "../../src/database/migrate.js";
import { startTemporaryDatabase } from "../../src/database/temporary-database.js";
import { seed } from "../../seeds/main.js";
import { bind, parentOf, processorSeconds, SERVER_CORE } from "./cores.js";

/** A throwaway database as a first start leaves it, on the server's core. */
export interface BenchDatabase {
  url: string;
  /** Processor time of all of PostgreSQL's processes so far, in seconds. */
  processorSeconds(): number;
  stop(): Promise<void>;
}

/** Starts it, migrated and seeded, then filled by `fill`. */
export async function startDatabase(fill: (client: pg.Client) => Promise<void>): Promise<BenchDatabase> {
  const database = await startTemporaryDatabase();
  await migrateDatabase(database.url);
  await seed(loadConfig({}), database.url);
  const client = new pg.Client({ connectionString: database.url, options: "-c search_path=groundwork,public" });
  await client.connect();
  await fill(client);
  const { rows } = await client.query<{ pid: number }>("select pg_backend_pid() as pid");
  const postmaster = parentOf(rows[0].pid);
  await client.end();
  bind(postmaster, SERVER_CORE);
  return {
    url: database.url,
    processorSeconds: () => processorSeconds(postmaster, { children: true }),
    stop: () => database.stop(),
  };
}
