import { spawn } from "node:child_process";
import { closeSync, openSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { processStart, runsWith } from "../kernel/process-facts.js";
import type { Placement } from "./placement.js";

const pollMs = 20;
const stopSeconds = 10;

/** A PostgreSQL server that runs, started by this process or found. */
export interface Server {
  readonly pid: number;
  readonly port: number;
  /** Settles when the process is gone, for whatever reason. */
  readonly ended: Promise<void>;
}

/** The server ended before it was ready; the message is the reason that it gave. */
export class ServerFailed extends Error {
  override name = "ServerFailed";
}

/** Greater than any pid of Linux or macOS, so nobody's. */
const nobodysPid = 2_147_483_647;

/**
 * Finds the server that already runs on this data: one whose starter was killed. PostgreSQL takes whatever process bears
 * the pid of its lock file for its own server, even a zombie; so where that process is not this server, the file is made to
 * name nobody. The rest of it stays, by which PostgreSQL sees that processes of a killed server still use the data.
 */
export async function findServer(data: string): Promise<Server | undefined> {
  const pid = (await postmaster(data))?.pid;
  if (!pid || pid === nobodysPid) return undefined;
  if (runsWith(pid, data)) return whenReady(data, pid, goneBy(pid));
  const file = join(data, "postmaster.pid");
  await writeFile(file, (await readFile(file, "utf8")).replace(/^.*/, String(nobodysPid)));
  return undefined;
}

/** Starts the server and waits until it takes connections, however long recovery lasts. Throws `ServerFailed`. */
export async function startServer(place: Placement, flags: string[], log: string): Promise<Server> {
  const before = (await readFile(log, "utf8").catch(() => "")).length;
  const output = openSync(log, "a", 0o600);
  // In a session of its own, Ctrl-C in a terminal does not stop the server before those who use it.
  const child = spawn(join(place.programs, "bin/postgres"), ["-D", place.data, ...flags], {
    ...place.user,
    cwd: place.data,
    env: { LC_ALL: "C" },
    stdio: ["ignore", output, output],
    detached: true,
  });
  closeSync(output);
  let failure = "";
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => resolve());
    child.once("error", ({ message }) => resolve(void (failure = message)));
  });
  const server = child.pid && (await whenReady(place.data, child.pid, ended));
  if (server) return server;
  const said = (await readFile(log, "utf8")).slice(before).trim();
  throw new ServerFailed(failure || (said.match(/FATAL: +(.+)/)?.[1] ?? said));
}

/** Ends the server: open transactions are rolled back, what was committed is on disk. */
export async function stopServer({ pid, ended }: Server): Promise<void> {
  let gone = false;
  void ended.then(() => (gone = true));
  kill(pid, "SIGINT");
  await Promise.race([ended, sleep(stopSeconds * 1000, undefined, { ref: false })]);
  if (!gone) kill(pid, "SIGQUIT");
  await ended;
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ESRCH") throw error;
  }
}

/** Lines of postmaster.pid: pid, data folder, start, port, socket folder, address, shared memory, state. */
async function postmaster(data: string): Promise<{ pid: number; port: number; state: string } | undefined> {
  const text = await readFile(join(data, "postmaster.pid"), "utf8").catch(() => undefined);
  if (!text) return undefined;
  const lines = text.split("\n");
  return { pid: Number(lines[0]), port: Number(lines[3]), state: (lines[7] ?? "").trim() };
}

async function whenReady(data: string, pid: number, ended: Promise<void>): Promise<Server | undefined> {
  let gone = false;
  void ended.then(() => (gone = true));
  while (!gone) {
    const found = await postmaster(data);
    if (found?.pid === pid && found.state === "ready") return { pid, port: found.port, ended };
    await Promise.race([ended, sleep(pollMs)]);
  }
  return undefined;
}

/** Watches a process that is not our child. */
async function goneBy(pid: number): Promise<void> {
  const start = processStart(pid);
  while (start && processStart(pid) === start) await sleep(10 * pollMs);
}
