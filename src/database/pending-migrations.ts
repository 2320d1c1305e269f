import pg from "pg";
import { migrationList } from "../../migrations/migration-list.js";
import { DATABASE_SCHEMA } from "../orm.js";

/** The migrations of this version that a database has not had, by name. */
export async function pendingMigrations(databaseUrl: string): Promise<string[]> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const table = `${DATABASE_SCHEMA}.migration`;
    const { rowCount: begun } = await client.query(`select where to_regclass($1) is not null`, [table]);
    const { rows } = begun ? await client.query<{ name: string }>(`select name from ${table}`) : { rows: [] };
    const done = new Set(rows.map(({ name }) => name));
    return migrationList.map(({ name }) => name).filter((name) => !done.has(name));
  } finally {
    await client.end();
  }
}
