import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * When process `pid` started, in a form that is only good for comparing: with it a pid names one process for ever, since
 * pids are reused. `undefined` when there is no such process, or only its zombie.
 */
export function processStart(pid: number): string | undefined {
  try {
    if (process.platform !== "linux") return ps(pid, "state=,lstart=").match(/^[^Z]\S*\s+(.+)/)?.[1];
    // proc(5): state and start time (clock ticks since boot) are fields 3 and 22; field 2 may hold spaces and brackets.
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields[0] === "Z") return undefined;
    return `${readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim()}:${fields[19]}`;
  } catch {
    return undefined;
  }
}

/** Whether `argument` stands in the command line of process `pid`. */
export function runsWith(pid: number, argument: string): boolean {
  try {
    if (process.platform !== "linux") return ps(pid, "command=").includes(argument);
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0").includes(argument);
  } catch {
    return false;
  }
}

function ps(pid: number, columns: string): string {
  return execFileSync("ps", ["-ww", "-o", columns, "-p", String(pid)], { encoding: "utf8" }).trim();
}
