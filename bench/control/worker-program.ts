import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { projectRoot } from "../../src/kernel/project-root.js";
import { bind, LOAD_CORE } from "../harness/cores.js";

/** A worker process, from the built `dist/`, to be asked to end, or killed. */
export class WorkerProgram {
  private constructor(private readonly process: ChildProcess) {}

  /** Starts it on the core that is not the server's; resolves when it takes jobs. */
  static async start(databaseUrl: string, home: string): Promise<WorkerProgram> {
    const child = spawn(process.execPath, ["--enable-source-maps", join(projectRoot, "dist/workers/main.js")], {
      env: { PATH: process.env["PATH"], DATABASE_URL: databaseUrl, GROUNDWORK_HOME: home, NODE_ENV: "production" },
      stdio: ["ignore", "ignore", "pipe"],
    });
    bind(child.pid!, LOAD_CORE);
    await new Promise<void>((resolve) => {
      createInterface(child.stderr).on("line", (line) => {
        if (line.includes("takes jobs")) resolve();
      });
    });
    return new WorkerProgram(child);
  }

  /** Kills what it trains in. */
  killTraining(): void {
    const rows = execFileSync("ps", ["-o", "pid=,args=", "--ppid", String(this.process.pid)], { encoding: "utf8" });
    for (const row of rows.trim().split("\n"))
      if (/runtime\/child\.js/.test(row)) process.kill(Number(row.trim().split(" ")[0]), "SIGKILL");
  }

  /** Ends it; resolves when it has ended. */
  async end(signal: NodeJS.Signals): Promise<void> {
    const exited = once(this.process, "exit");
    this.process.kill(signal);
    await exited;
  }
}
