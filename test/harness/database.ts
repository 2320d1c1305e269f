import { randomUUID } from "node:crypto";
import pg from "pg";
import { startTemporaryDatabase } from "../../src/database/temporary-database.js";
import { migrateDatabase } from "../../src/database/migrate.js";

const TEMPLATE = "groundwork_test_template";

/** What `prepareServer` hands to the test files, by environment. */
const SERVER = "GROUNDWORK_TEST_SERVER";

/** Starts the server that all tests share, or takes DATABASE_URL's, and prepares a migrated template on it. */
export async function prepareServer(env: NodeJS.ProcessEnv): Promise<{ stop(): Promise<void> }> {
  const server = env.DATABASE_URL
    ? { url: env.DATABASE_URL, stop: async () => undefined }
    : await startTemporaryDatabase();
  env[SERVER] = server.url;
  const template = withDatabase(server.url, TEMPLATE);
  await onServer(server.url, `drop database if exists ${TEMPLATE} with (force)`, `create database ${TEMPLATE}`);
  await migrateDatabase(template);
  return {
    async stop() {
      await onServer(server.url, `drop database if exists ${TEMPLATE} with (force)`);
      await server.stop();
    },
  };
}

/** An empty, migrated database of its own for one test file. */
export async function createDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env[SERVER]!;
  const name = `groundwork_test_${randomUUID().replaceAll("-", "")}`;
  await onServer(server, `select pg_advisory_lock(1)`, `create database ${name} template ${TEMPLATE}`);
  return {
    url: withDatabase(server, name),
    drop: () => onServer(server, `drop database if exists ${name} with (force)`),
  };
}

async function onServer(url: string, ...statements: string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

function withDatabase(url: string, name: string): string {
  const changed = new URL(url);
  changed.pathname = `/${name}`;
  return changed.href;
}
