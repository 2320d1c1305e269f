import { execFile } from "node:child_process";
import { chmod, cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Client } from "pg";
import { EmbeddedPostgres } from "../../src/database/embedded-postgres.js";
import { removeCluster } from "../../src/database/remove-cluster.js";
import { NODE_ARGUMENTS } from "../../src/kernel/program.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import { createDatabase } from "../harness/database.js";

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "groundwork-test-"));
  await chmod(folder, 0o755);
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

interface Ended {
  code: number;
  output: string;
  errors: string;
}

/** `npm run seed -- <options>`; it sees nothing of this process's settings. */
function runSeed(options: string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  const args = [...NODE_ARGUMENTS, join(projectRoot, "seeds/cli.ts"), ...options];
  const settings = { PATH: process.env.PATH, GROUNDWORK_HOME: join(folder, "home"), ...env };
  return new Promise((resolve) => {
    execFile(process.execPath, args, { cwd: projectRoot, env: settings }, (error, output, errors) => {
      resolve({ code: error ? Number(error.code) : 0, output, errors });
    });
  });
}

async function withoutTables(url: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  await client.query("drop schema groundwork cascade");
  await client.end();
}

test("a run makes the tables that are missing, counts each kind, and shows the password that it made up", async () => {
  const database = await createDatabase();
  try {
    await withoutTables(database.url);
    const { code, output } = await runSeed([], { DATABASE_URL: database.url });
    expect(code).toBe(0);
    expect(output).toMatch(/^ +created +updated +unchanged +kept$/m);
    expect(output).toMatch(/^BusinessModel +8 +0 +0 +0$/m);
    expect(output).toMatch(/^admin@groundwork\.local can sign in with \S{16} /m);
  } finally {
    await database.drop();
  }
});

test("a dry run lists what would come about", async () => {
  const database = await createDatabase();
  try {
    const { code, output } = await runSeed(["--dry-run"], { DATABASE_URL: database.url });
    expect(code).toBe(0);
    expect(output).toMatch(/^\+ BusinessModel api-service$/m);
    expect(output).toMatch(/^Nothing was written\.$/m);
    expect(output).not.toContain("can sign in");
  } finally {
    await database.drop();
  }
});

test("a dry run on a database without the tables ends with a sentence", async () => {
  const database = await createDatabase();
  try {
    await withoutTables(database.url);
    expect(await runSeed(["--dry-run"], { DATABASE_URL: database.url })).toEqual({
      code: 1,
      output: "",
      errors: "The database lacks the tables of this version: npm run seed makes them.\n",
    });
  } finally {
    await database.drop();
  }
});

test("a fault in the packs ends with the faults and their places", async () => {
  const database = await createDatabase();
  try {
    const packs = join(folder, "packs");
    await cp(join(projectRoot, "seeds/content"), packs, { recursive: true });
    const file = join(packs, "questions/generalisation.md");
    await writeFile(file, (await readFile(file, "utf8")).replace(/^difficulty: .*$/m, "difficulty: TRIVIAL"));
    expect(await runSeed(["--content", packs], { DATABASE_URL: database.url })).toEqual({
      code: 1,
      output: "",
      errors: expect.stringMatching(
        /^The content packs have 1 fault:\n {2}questions\/generalisation\.md:5:1 difficulty.*\n$/,
      ),
    });
  } finally {
    await database.drop();
  }
});

test("without DATABASE_URL it seeds the embedded database while that runs, and leaves it running", async () => {
  const home = join(folder, "home");
  const postgres = await EmbeddedPostgres.start(home, {
    durable: false,
    onLost: (error) => {
      throw error;
    },
  });
  try {
    expect(await runSeed([], {})).toMatchObject({ code: 0, output: expect.stringMatching(/^BusinessModel +8 /m) });
    const client = new Client({ connectionString: postgres.url });
    await client.connect();
    const { rows } = await client.query("select count(*)::int as n from groundwork.business_model");
    await client.end();
    expect(rows).toEqual([{ n: 8 }]);
  } finally {
    await postgres.stop();
    await removeCluster(home);
  }
});

test("without DATABASE_URL and without a running product it says what to do, and makes no home", async () => {
  const { code, errors } = await runSeed([], {});
  expect({ code, errors }).toEqual({
    code: 1,
    errors: expect.stringMatching(
      /^Groundwork does not run on \S+: start it first \(npm start\), or set DATABASE_URL\.\n$/,
    ),
  });
  await expect(readFile(join(folder, "home"))).rejects.toThrow("ENOENT");
});
