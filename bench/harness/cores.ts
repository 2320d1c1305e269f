import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism, cpus, platform, release } from "node:os";

/** Where the measured server and its database work, and where the load comes from. */
export const SERVER_CORE = 0;
export const LOAD_CORE = 1;

const CLOCK_TICKS = 100;
const PAGE_BYTES = 4096;

/** Binds a process, its threads and what it starts from now on to one core; without taskset it stays where it was. */
export function bind(pid: number, core: number): void {
  try {
    execFileSync("taskset", ["-a", "-c", "-p", String(core), String(pid)], { stdio: "ignore" });
  } catch {
    unbound = true;
  }
}
let unbound = false;

/** Seconds of processor time that a process has taken so far; with its living children if asked for. Linux only, else NaN. */
export function processorSeconds(pid: number, { children = false } = {}): number {
  const pids = children ? [pid, ...childrenOf(pid)] : [pid];
  return pids.reduce((sum, each) => sum + (fieldsOf(each)?.seconds ?? NaN), 0);
}

/** Memory that a process holds, in bytes. Linux only, else NaN. */
export function residentBytes(pid: number): number {
  try {
    return Number(readFileSync(`/proc/${String(pid)}/statm`, "utf8").split(" ")[1]) * PAGE_BYTES;
  } catch {
    return NaN;
  }
}

/** The parent of a process. Linux only. */
export function parentOf(pid: number): number {
  const fields = fieldsOf(pid);
  if (!fields) throw new Error(`There is no process ${String(pid)}, or no /proc.`);
  return fields.parent;
}

/** The machine in a sentence. */
export function machine(): string {
  const place = unbound
    ? "nothing is bound to a core, since there is no taskset"
    : `server and PostgreSQL on core ${String(SERVER_CORE)}, load on core ${String(LOAD_CORE)}`;
  const model = cpus()[0]?.model ?? "unknown processor";
  return `${model}, ${String(availableParallelism())} cores, ${platform()} ${release()}, Node ${process.version}; ${place}.`;
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .map(Number)
    .filter((child) => child > 0 && fieldsOf(child)?.parent === pid);
}

/** `/proc/<pid>/stat` (proc_pid_stat(5)): parent, and user and system time. Undefined once the process is gone. */
function fieldsOf(pid: number): { parent: number; seconds: number } | undefined {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), seconds: (Number(fields[11]) + Number(fields[12])) / CLOCK_TICKS };
  } catch {
    return undefined;
  }
}
