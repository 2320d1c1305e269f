import { execFileSync } from "node:child_process";

/** The training process that computes: of this process's children, the one that has used most processor time. */
export function trainingPid(): number {
  const rows = execFileSync("ps", ["-o", "pid=,times=,args=", "--ppid", String(process.pid)], { encoding: "utf8" })
    .trim()
    .split("\n");
  const children = rows
    .map((row) => row.trim().split(/\s+/))
    .filter((row) => row.some((word) => /runtime\/child\.ts$/.test(word)));
  const [pid] = children.sort((a, b) => Number(b[1]) - Number(a[1]))[0];
  return Number(pid);
}
