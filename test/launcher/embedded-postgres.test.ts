import { execFileSync, spawn } from "node:child_process";
import { chmod, copyFile, cp, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { Client } from "pg";
import { EmbeddedPostgres } from "../../src/database/embedded-postgres.js";
import { removeCluster } from "../../src/database/remove-cluster.js";
import { processStart } from "../../src/kernel/process-facts.js";
import { gone } from "./gone.js";
import { Program } from "./program.js";

const asRoot = process.getuid?.() === 0;
const options = {
  durable: true,
  onLost: (error: Error) => {
    throw error;
  },
};

let folder: string;
let home: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "groundwork-test-"));
  await chmod(folder, 0o755);
  home = join(folder, "home");
});

afterEach(async () => {
  await removeCluster(home);
  await rm(folder, { recursive: true });
});

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: "array" })).rows.flat();
  } finally {
    await client.end();
  }
}

/** Asks until a server answers. */
async function eventually(url: string, sql: string): Promise<unknown[]> {
  for (;;) {
    try {
      return await query(url, sql);
    } catch {
      await sleep(20);
    }
  }
}

test("a second start finds the data and the address of the first", async () => {
  const first = await EmbeddedPostgres.start(home, options);
  await query(first.url, "create table kept as select '留存' as word");
  await first.stop();
  const second = await EmbeddedPostgres.start(home, options);
  expect(second.url).toBe(first.url);
  expect(await query(second.url, "select word from kept")).toEqual(["留存"]);
  await second.stop();
});

test("the server listens on 127.0.0.1 alone, syncs to disk, and lets nobody in without the password", async () => {
  const postgres = await EmbeddedPostgres.start(home, options);
  const settings = "listen_addresses unix_socket_directories fsync server_encoding password_encryption".split(" ");
  const shown = await query(postgres.url, `select ${settings.map((name) => `current_setting('${name}')`).join(", ")}`);
  expect(shown).toEqual(["127.0.0.1", "", "on", "UTF8", "scram-sha-256"]);
  const stranger = new URL(postgres.url);
  stranger.password = "guess";
  await expect(query(stranger.href, "select 1")).rejects.toMatchObject({ code: "28P01" });
  expect((await stat(join(home, "postgres-password"))).mode & 0o777).toBe(0o600);
  await postgres.stop();
});

test("a server whose parent was killed is used on, and stopped at the end", async () => {
  const parent = new Program("embedded.ts", [home]);
  const { url, pid } = (await parent.line("url")) as { url: string; pid: number };
  await query(url, "create table kept as select 1 as one");
  parent.child.kill("SIGKILL");
  await parent.ended;
  const postgres = await EmbeddedPostgres.start(home, options);
  expect([postgres.pid, postgres.url]).toEqual([pid, url]);
  await postgres.stop();
  expect(processStart(pid)).toBeUndefined();
});

test("a server that is killed is started again where it was, with what was committed", async () => {
  const postgres = await EmbeddedPostgres.start(home, options);
  await query(postgres.url, "create table kept as select 1 as one");
  const { pid } = postgres;
  process.kill(pid, "SIGKILL");
  await gone(pid);
  expect(await eventually(postgres.url, "select one from kept")).toEqual([1]);
  await postgres.stop();
});

test("a start after parent and server were killed finds what was committed", async () => {
  const parent = new Program("embedded.ts", [home]);
  const { url, pid } = (await parent.line("url")) as { url: string; pid: number };
  await query(url, "create table kept as select 1 as one");
  parent.child.kill("SIGKILL");
  process.kill(pid, "SIGKILL");
  await Promise.all([parent.ended, gone(pid)]);
  const postgres = await EmbeddedPostgres.start(home, options);
  expect(await query(postgres.url, "select one from kept")).toEqual([1]);
  await postgres.stop();
});

test("a postmaster.pid that names another process neither stops the start nor harms that process", async () => {
  const first = await EmbeddedPostgres.start(home, options);
  const pidFile = join(home, "postgres/postmaster.pid");
  const lines = (await readFile(pidFile, "utf8")).split("\n");
  await first.stop();
  const owner = await stat(join(home, "postgres"));
  const other = spawn("sleep", ["600"], { stdio: "ignore", ...(asRoot && { uid: owner.uid, gid: owner.gid }) });
  await writeFile(pidFile, [other.pid, ...lines.slice(1)].join("\n"));
  const second = await EmbeddedPostgres.start(home, options);
  expect(second.pid).not.toBe(other.pid);
  await second.stop();
  expect(other.exitCode ?? other.signalCode).toBeNull();
  expect(processStart(other.pid!)).toEqual(expect.any(String));
  other.kill();
});

test("a copied home gets a server of its own beside that of the original", async () => {
  const first = await EmbeddedPostgres.start(home, options);
  await first.stop();
  const copy = join(folder, "copy");
  await cp(home, copy, { recursive: true });
  const data = join(copy, "postgres");
  const { uid, gid } = await stat(join(home, "postgres"));
  execFileSync("chown", ["-R", `${uid}:${gid}`, data]);
  const original = await EmbeddedPostgres.start(home, options);
  await copyFile(join(home, "postgres/postmaster.pid"), join(data, "postmaster.pid"));
  const other = await EmbeddedPostgres.start(copy, options);
  expect(other.url).not.toBe(original.url);
  expect(await query(other.url, "show data_directory")).toEqual([data]);
  await Promise.all([original.stop(), other.stop()]);
});

test("an address that another program took is exchanged for a free one", async () => {
  const first = await EmbeddedPostgres.start(home, options);
  const neighbour = await EmbeddedPostgres.start(join(folder, "neighbour"), options);
  await first.stop();
  await writeFile(join(home, "postgres-port"), new URL(neighbour.url).port);
  const second = await EmbeddedPostgres.start(home, options);
  expect(new URL(second.url).port).not.toBe(new URL(neighbour.url).port);
  await Promise.all([second.stop(), neighbour.stop()]);
});

(asRoot ? test : test.skip)(
  "root starts in a folder that only root may enter, and a reset removes all of it",
  async () => {
    await chmod(folder, 0o700);
    const first = await EmbeddedPostgres.start(home, options);
    await query(first.url, "create table kept as select 1 as one");
    const location = await readFile(join(home, "postgres-location"), "utf8");
    expect(await query(first.url, "show data_directory")).toEqual([join(location, "postgres")]);
    await first.stop();
    const second = await EmbeddedPostgres.start(home, options);
    expect(await query(second.url, "select one from kept")).toEqual([1]);
    await second.stop();
    await removeCluster(home);
    await expect(stat(location)).rejects.toMatchObject({ code: "ENOENT" });
  },
);
