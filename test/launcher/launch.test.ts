import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "@jest/globals";
import { startTemporaryDatabase } from "../../src/database/temporary-database.js";
import { removeCluster } from "../../src/database/remove-cluster.js";
import { processStart } from "../../src/kernel/process-facts.js";
import { gone } from "./gone.js";
import { Program } from "./program.js";

let database: Awaited<ReturnType<typeof startTemporaryDatabase>>;
let home: string;

beforeAll(async () => {
  database = await startTemporaryDatabase();
});

afterAll(() => database.stop());

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "groundwork-test-"));
});

afterEach(async () => {
  await removeCluster(home);
  await rm(home, { recursive: true });
});

function product(env: NodeJS.ProcessEnv = {}): Program {
  return new Program("product.ts", [], { DATABASE_URL: database.url, GROUNDWORK_HOME: home, PORT: "0", ...env });
}

/** Of the embedded server, which a `home` of mode 0700 keeps elsewhere for root. */
async function serverPid(): Promise<number> {
  const base = await readFile(join(home, "postgres-location"), "utf8").catch(() => home);
  return Number.parseInt(await readFile(join(base, "postgres/postmaster.pid"), "utf8"));
}

async function childPids(running: Program): Promise<number[]> {
  return [(await running.line("started")).started as number, (await running.line("started", 2)).started as number];
}

test("the product starts with nothing set up, and SIGTERM ends all its processes with 0", async () => {
  const running = product({ DATABASE_URL: "" });
  const { ready } = await running.line("ready");
  expect(ready).toMatchObject({ adminEmail: "admin@groundwork.local", adminPassword: "made up" });
  const server = await serverPid();
  const pids = [server, ...(await childPids(running))];
  expect(pids.map((pid) => typeof processStart(pid))).toEqual(["string", "string", "string"]);
  running.child.kill("SIGTERM");
  expect(await running.ended).toBe(0);
  expect(running.lines.filter((line) => "ended" in line)).toHaveLength(2);
  expect(pids.map(processStart)).toEqual([undefined, undefined, undefined]);
  expect(running.errors).toBe("");
});

test("a failing show ends the product with its sentence and 1", async () => {
  const running = product({ SHOW: "fails" });
  const pids = await childPids(running);
  expect(await running.ended).toBe(1);
  expect(running.errors).toBe("The show failed.\n");
  expect(pids.map(processStart)).toEqual([undefined, undefined]);
});

test("SIGTERM ends the product in the middle of a show, and a new password is not lost", async () => {
  const running = product({ SHOW: "goes on" });
  await running.line("ready");
  running.child.kill("SIGTERM");
  expect(await running.ended).toBe(0);
  expect(running.output).toContain("was made with the password made up");
});

test("SIGTERM while it starts ends it with 0, and frees the home", async () => {
  const running = product();
  await running.line("seeding");
  running.child.kill("SIGTERM");
  expect(await running.ended).toBe(0);
  expect(running.errors).toBe("");
  await expect(stat(join(home, "lock"))).rejects.toMatchObject({ code: "ENOENT" });
});

test("a second product on the same home ends with one sentence", async () => {
  const first = product();
  const { url } = (await first.line("ready")).ready as { url: string };
  const second = product();
  expect(await second.ended).toBe(1);
  expect(second.errors).toBe(
    `Groundwork already runs on this home (pid ${first.child.pid}, ${url}): stop it first or set GROUNDWORK_HOME.\n`,
  );
  first.child.kill();
  await first.ended;
});

test("a taken port ends the start with one sentence, and frees the home", async () => {
  const { port } = new URL(database.url);
  const refused = product({ PORT: port });
  expect(await refused.ended).toBe(1);
  expect(refused.errors).toMatch(new RegExp(`^Port ${port} is taken, .*\\n$`));
  const next = product();
  await next.line("ready");
  next.child.kill();
  await next.ended;
});

test("a faulty configuration ends the start with its faults", async () => {
  const refused = product({ PORT: "many" });
  expect(await refused.ended).toBe(1);
  expect(refused.errors).toMatch(/^The configuration is not valid:\n {2}PORT: .*\n$/);
});

test("a child that is killed is started again", async () => {
  const running = product();
  await running.line("ready");
  const [first] = await childPids(running);
  process.kill(first, "SIGKILL");
  const third = (await running.line("started", 3)).started as number;
  expect(third).not.toBe(first);
  expect(processStart(third)).toEqual(expect.any(String));
  running.child.kill();
  expect(await running.ended).toBe(0);
});

test("a child that keeps dying ends the product with one sentence", async () => {
  const running = product();
  await running.line("ready");
  for (let crash = 1; crash <= 5; crash++) {
    const started = (await running.line("started", crash === 1 ? 1 : crash + 1)).started as number;
    process.kill(started, "SIGKILL");
  }
  expect(await running.ended).toBe(1);
  expect(running.errors).toMatch(/The (API|worker) keeps ending \(SIGKILL\): its reason stands above\.\n$/);
});

test("a child that does not start ends the product", async () => {
  const running = product({ CHILD_FAILS: "1" });
  expect(await running.ended).toBe(1);
  expect(running.errors).toMatch(/^The (API|worker) did not start \(exit code 3\)/);
});

test("a password made by a start that fails later is shown all the same", async () => {
  const running = product({ CHILD_FAILS: "1" });
  await running.ended;
  expect(running.output).toContain("admin@groundwork.local was made with the password made up\n");
});

test("children end when their launcher is killed, and the next start takes over", async () => {
  const running = product();
  await running.line("ready");
  running.child.kill("SIGKILL");
  await Promise.all((await childPids(running)).map(gone));
  const next = product();
  await next.line("ready");
  next.child.kill();
  expect(await next.ended).toBe(0);
});

test("asking again ends children that hang", async () => {
  const running = product({ CHILD_HANGS: "1" });
  await running.line("ready");
  running.child.kill("SIGINT");
  await running.line("stopping", 2);
  const again = setInterval(() => running.child.kill("SIGINT"), 100);
  expect(await running.ended).toBe(0);
  clearInterval(again);
});

test("the signing secret is made once, kept for its owner alone, and the same for every start", async () => {
  const first = product();
  await first.line("ready");
  first.child.kill();
  await first.ended;
  const secret = await readFile(join(home, "signing-secret"), "utf8");
  expect(secret).toMatch(/^[0-9a-f]{64}$/);
  const second = product();
  await second.line("ready");
  second.child.kill();
  await second.ended;
  expect(await readFile(join(home, "signing-secret"), "utf8")).toBe(secret);
});
