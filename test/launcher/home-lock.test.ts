import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { lockHome } from "../../src/launcher/home-lock.js";

let home: string;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "groundwork-test-"));
});

afterEach(() => rm(home, { recursive: true }));

test("a home in use is refused with the pid and the address of its user", async () => {
  const lock = await lockHome(home);
  const who = `pid ${process.pid}`;
  const what = "stop it first or set GROUNDWORK_HOME.";
  await expect(lockHome(home)).rejects.toThrow(`Groundwork already runs on this home (${who}): ${what}`);
  await lock.announce("http://127.0.0.1:4000");
  await expect(lockHome(home)).rejects.toThrow(`(${who}, http://127.0.0.1:4000): ${what}`);
  await lock.release();
});

test("a home that was let go is free", async () => {
  await (await lockHome(home)).release();
  await expect(lockHome(home)).resolves.toMatchObject({ inherited: false });
});

test.each([
  ["a process that is gone", JSON.stringify({ pid: 2 ** 31 - 1, start: "then" })],
  ["an earlier process with the pid of a running one", JSON.stringify({ pid: process.pid, start: "then" })],
  ["a power cut that left it empty", ""],
])("the lock of %s is taken over", async (_, text) => {
  await writeFile(join(home, "lock"), text);
  await expect(lockHome(home)).resolves.toMatchObject({ inherited: true });
  await expect(lockHome(home)).rejects.toThrow("already runs");
});

test("of many who come at once after a crash, one takes the home", async () => {
  await writeFile(join(home, "lock"), JSON.stringify({ pid: 2 ** 31 - 1, start: "then" }));
  const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => lockHome(home)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

test("a home that cannot be made is refused with its path", async () => {
  const file = join(home, "file");
  await writeFile(file, "");
  await expect(lockHome(join(file, "home"))).rejects.toThrow(`${join(file, "home")} cannot be written (ENOTDIR)`);
});
