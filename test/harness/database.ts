import { randomUUID } from "node:crypto";
import { Redis } from "ioredis";
import pg from "pg";
import { startTemporaryDatabase } from "../../src/database/temporary-database.js";
import { migrateDatabase } from "../../src/database/migrate.js";

/** What `prepareServer` hands to the test files, by environment. */
const SERVER = "GROUNDWORK_TEST_SERVER";
const TEMPLATE = "GROUNDWORK_TEST_TEMPLATE";
const SEEDED = "GROUNDWORK_TEST_SEEDED";

/** A database for the tests of a file. */
export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/** Starts the server that all tests share, or takes DATABASE_URL's, and prepares a migrated template on it; the seeded one is made when it is first asked for. */
export async function prepareServer(env: NodeJS.ProcessEnv): Promise<{ stop(): Promise<void> }> {
  const server = env.DATABASE_URL
    ? { url: env.DATABASE_URL, stop: async () => undefined }
    : await startTemporaryDatabase();
  const [template, seeded] = [nameOf("template"), nameOf("seeded")];
  const stop = async () => {
    const drops = [seeded, template].map((name) => `drop database if exists ${name} with (force)`);
    await onServer(server.url, ...drops).finally(() => server.stop());
  };
  Object.assign(env, { [SERVER]: server.url, [TEMPLATE]: template, [SEEDED]: seeded });
  try {
    await onServer(server.url, `create database ${template}`);
    await migrateDatabase(withDatabase(server.url, template));
  } catch (error) {
    await stop();
    throw error;
  }
  return { stop };
}

/** An empty, migrated database of its own for one test file. */
export function createDatabase(): Promise<TestDatabase> {
  return cloneOf(process.env[TEMPLATE]!);
}

/** One that `fill` has filled: the first who asks does it, for all test files. */
export async function createFilledDatabase(fill: (url: string) => Promise<unknown>): Promise<TestDatabase> {
  const [server, filled] = [process.env[SERVER]!, process.env[SEEDED]!];
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query("select pg_advisory_lock(2)");
    const { rowCount } = await client.query("select from pg_database where datname = $1", [filled]);
    if (rowCount === 0) {
      // Under another name until it is complete: whoever fails half-way leaves no template behind.
      const draft = nameOf("draft");
      await client.query(`create database ${draft} template ${process.env[TEMPLATE]}`);
      await fill(withDatabase(server, draft));
      await client.query(`alter database ${draft} rename to ${filled}`);
    }
  } finally {
    await client.end();
  }
  return cloneOf(filled);
}

async function cloneOf(template: string): Promise<TestDatabase> {
  const server = process.env[SERVER]!;
  const name = nameOf("file");
  await onServer(server, `select pg_advisory_lock(1)`, `create database ${name} template ${template}`);
  const url = withDatabase(server, name);
  // Redis tells installations apart by this id, and a clone has its template's.
  const installation = randomUUID();
  await onServer(url, `update groundwork.installation set id = '${installation}'`);
  return {
    url,
    async drop() {
      if (process.env.REDIS_URL) await forgetInRedis(process.env.REDIS_URL, installation);
      await onServer(server, `drop database if exists ${name} with (force)`);
    },
  };
}

async function forgetInRedis(redisUrl: string, installation: string): Promise<void> {
  const redis = new Redis(redisUrl);
  try {
    const keys = await redis.keys(`groundwork-${installation}*`);
    if (keys.length > 0) await redis.del(keys);
  } finally {
    redis.disconnect();
  }
}

/** Unlike any other, so that several test runs can share a server. */
function nameOf(purpose: string): string {
  return `groundwork_test_${purpose}_${randomUUID().replaceAll("-", "")}`;
}

/** Runs statements on a connection of their own. */
export async function onServer(url: string, ...statements: string[]): Promise<void> {
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
