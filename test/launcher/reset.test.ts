import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { Client } from "pg";
import { startTemporaryDatabase } from "../../src/database/temporary-database.js";
import { lockHome } from "../../src/launcher/home-lock.js";
import { Program } from "./program.js";

let database: Awaited<ReturnType<typeof startTemporaryDatabase>>;
let home: string;

beforeAll(async () => {
  database = await startTemporaryDatabase();
});

afterAll(() => database.stop());

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "groundwork-test-"));
  await mkdir(join(home, "artifacts"));
  await writeFile(join(home, "artifacts/kept"), "");
  await writeFile(join(home, "foreign"), "");
});

afterEach(() => rm(home, { recursive: true }));

const reset = (args: string[] = [], env: NodeJS.ProcessEnv = {}) =>
  new Program("../../../src/reset.ts", args, { GROUNDWORK_HOME: home, ...env });

async function schemas(): Promise<string[]> {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    "select nspname as name from pg_namespace where nspname in ('groundwork', 'bullmq', 'neighbour') order by 1",
  );
  await client.end();
  return rows.map(({ name }) => name);
}

test("reset clears what the product keeps in its home, and a server left behind there, and nothing else", async () => {
  const parent = new Program("embedded.ts", [home]);
  await parent.line("url");
  parent.child.kill("SIGKILL");
  await parent.ended;
  expect(await reset().ended).toBe(0);
  expect(await readdir(home)).toEqual(["foreign"]);
});

test("reset refuses while the product runs", async () => {
  const lock = await lockHome(home);
  const refused = reset();
  expect(await refused.ended).toBe(1);
  expect(refused.errors).toMatch(/^Groundwork already runs on this home/);
  expect(existsSync(join(home, "artifacts/kept"))).toBe(true);
  await lock.release();
});

test("reset deletes the product's schemas in an external database only with --yes, and no others", async () => {
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await client.query("create schema groundwork; create schema bullmq; create schema neighbour");
  await client.end();
  const refused = reset([], { DATABASE_URL: database.url });
  expect(await refused.ended).toBe(1);
  expect(refused.errors).toMatch(/^DATABASE_URL is set: npm run reset -- --yes deletes/);
  expect(await schemas()).toEqual(["bullmq", "groundwork", "neighbour"]);
  expect(await reset(["--yes"], { DATABASE_URL: database.url }).ended).toBe(0);
  expect(await schemas()).toEqual(["neighbour"]);
});
