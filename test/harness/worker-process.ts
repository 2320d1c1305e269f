import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ServingConfig } from "../../src/config.js";
import { NODE_ARGUMENTS } from "../../src/kernel/program.js";
import { projectRoot } from "../../src/kernel/project-root.js";

/** A worker in a process of its own, as an operator starts one, to be killed. */
export class WorkerProcess {
  private readonly process: ChildProcess;
  readonly exited: Promise<unknown>;

  constructor(config: ServingConfig) {
    const { databaseUrl, redisUrl, home, secret, leaseSeconds, crashesMax, logLevel } = config;
    this.process = spawn(process.execPath, [...NODE_ARGUMENTS, join(projectRoot, "workers/main.ts")], {
      cwd: projectRoot,
      env: {
        PATH: process.env.PATH,
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl ?? "",
        GROUNDWORK_HOME: home,
        GROUNDWORK_SECRET: secret,
        GROUNDWORK_LEASE_SECONDS: String(leaseSeconds),
        GROUNDWORK_CRASHES_MAX: String(crashesMax),
        LOG_LEVEL: logLevel,
      },
      stdio: ["ignore", "inherit", "inherit"],
    });
    this.exited = once(this.process, "exit");
  }

  get pid(): number {
    return this.process.pid!;
  }

  kill(signal: NodeJS.Signals = "SIGKILL"): void {
    this.process.kill(signal);
  }
}

/** The processes that a worker trains in or keeps warm. */
export function trainingPids(workerPid: number): number[] {
  const rows = execFileSync("ps", ["-eo", "pid=,ppid=,args="], { encoding: "utf8" }).trim().split("\n");
  return rows
    .map((row) => row.trim().split(/\s+/))
    .filter(([, parent, ...command]) => Number(parent) === workerPid && /runtime\/child\.[tj]s/.test(command.join(" ")))
    .map(([pid]) => Number(pid));
}
