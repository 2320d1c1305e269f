import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { ServingConfig } from "../../src/config.js";
import { NODE_ARGUMENTS } from "../../src/kernel/program.js";
import { projectRoot } from "../../src/kernel/project-root.js";

/** An API in a process of its own, to be killed. */
export class ApiProcess {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** Starts it on any free port, again when it does not come up, as a supervisor would; resolves once it serves. */
  static async start(config: ServingConfig): Promise<ApiProcess> {
    for (;;) {
      const api = await ApiProcess.tried(config);
      if (api) return api;
    }
  }

  private static async tried(config: ServingConfig): Promise<ApiProcess | undefined> {
    const { databaseUrl, redisUrl, home, secret, logLevel } = config;
    const child = fork(join(projectRoot, "src/api.ts"), [], {
      cwd: projectRoot,
      execArgv: NODE_ARGUMENTS,
      env: {
        PATH: process.env.PATH,
        PORT: "0",
        DATABASE_URL: databaseUrl,
        REDIS_URL: redisUrl ?? "",
        GROUNDWORK_HOME: home,
        GROUNDWORK_SECRET: secret,
        LOG_LEVEL: logLevel,
      },
    });
    const ready = new Promise<string | undefined>((resolve) => {
      child.once("message", ({ url }: { url: string }) => resolve(url));
      child.once("exit", () => resolve(undefined));
    });
    const url = await ready;
    return url === undefined ? undefined : new ApiProcess(child, url);
  }

  /** As the kernel does when memory is short. */
  async kill(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const exited = once(this.child, "exit");
    this.child.kill("SIGKILL");
    await exited;
  }
}
