import { MikroORM } from "@mikro-orm/postgresql";
import { Migrator } from "@mikro-orm/migrations";
import { runMigrations } from "bullmq";
import pg from "pg";
import { migrationList } from "../../migrations/migration-list.js";
import { DATABASE_SCHEMA, ormOptions } from "../orm.js";

/** Serialises migrators of one database: any number of processes may call `migrateDatabase` at once. */
const LOCK = 7_246_101;

/** Brings the product's schema and the job queue's to their newest version. Safe to repeat and to run concurrently. */
export async function migrateDatabase(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(${LOCK})`);
    await client.query(`create schema if not exists ${DATABASE_SCHEMA}`);
    await runMigrations(client);
    const orm = await MikroORM.init({
      ...ormOptions(databaseUrl, 2),
      schema: DATABASE_SCHEMA,
      extensions: [Migrator],
      migrations: { migrationsList: migrationList, snapshot: false, silent: true, tableName: "migration" },
    });
    try {
      await orm.migrator.up();
    } finally {
      await orm.close(true);
    }
  } finally {
    await client.end();
  }
}
