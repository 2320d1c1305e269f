import { fork, type ChildProcess } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { NODE_ARGUMENTS } from "../../src/kernel/program.js";
import { projectRoot } from "../../src/kernel/project-root.js";
import type { FromChild } from "../../src/launcher/child.js";

/**
 * A process of the product as it runs on a machine of its own: its entry, an environment and a home that nobody else has.
 * Ends with this one.
 */
export class Machine {
  /** Where an API answers. */
  url = "";
  errors = "";
  private constructor(
    private readonly process: ChildProcess,
    private readonly home: string,
    readonly ended: Promise<string | number | null>,
  ) {}

  /** Returns when the process serves; rejects with what it said when it ends before. */
  static async start(entry: "src/api.ts" | "workers/main.ts", env: NodeJS.ProcessEnv): Promise<Machine> {
    const home = await mkdtemp(join(tmpdir(), "groundwork-machine-"));
    const child = fork(join(projectRoot, entry), {
      execArgv: NODE_ARGUMENTS,
      env: { PATH: process.env.PATH, GROUNDWORK_HOME: home, ...env },
      stdio: ["ignore", "ignore", "pipe", "ipc"],
    });
    const ended = new Promise<string | number | null>((resolve) => {
      child.once("close", (code, signal) => resolve(signal ?? code));
    });
    const machine = new Machine(child, home, ended);
    child.stderr!.on("data", (text: Buffer) => (machine.errors += text.toString()));
    const ready = new Promise<FromChild>((resolve) => child.once("message", resolve as (message: unknown) => void));
    const said = await Promise.race([ready, ended.then(() => undefined)]);
    if (!said) throw new Error(`${entry} did not start: ${machine.errors}`);
    machine.url = said.url ?? "";
    return machine;
  }

  get pid(): number {
    return this.process.pid!;
  }

  /** As a power cut would end it. */
  async cut(): Promise<void> {
    this.process.kill("SIGKILL");
    await this.ended;
  }

  /** Ends it as an operator would. Returns its exit code, or the signal that ended it. */
  async stop(): Promise<string | number | null> {
    this.process.kill("SIGTERM");
    const how = await this.ended;
    await rm(this.home, { recursive: true, force: true });
    return how;
  }
}
