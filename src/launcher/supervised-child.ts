import { fork, type ChildProcess } from "node:child_process";
import { setTimeout as sleep } from "node:timers/promises";
import { RestartBudget } from "../kernel/restart-budget.js";
import { StartupError } from "../kernel/startup-error.js";
import type { FromChild, ToChild } from "./child.js";

const stopMs = 10_000;

/** What the launcher keeps running. */
export interface ChildSpec {
  /** As people call it: "API". */
  name: string;
  /** Path of the entry; it calls `followLauncher`. */
  entry: string;
  env: NodeJS.ProcessEnv;
}

/** A child process that is started again when it ends unasked, until it has done so five times within a minute. */
export class SupervisedChild {
  private readonly budget = new RestartBudget();
  private child: ChildProcess | undefined;
  private ended: Promise<string> = Promise.resolve("");
  private stopping = false;

  /** `onLost` hears once of a child that is not started again. */
  constructor(
    private readonly spec: ChildSpec,
    private readonly onLost: (error: StartupError) => void,
  ) {}

  /** Starts the child and waits until it is ready: where it answers, if it does. Throws `StartupError`. */
  async start(): Promise<string | undefined> {
    const ready = await this.spawn();
    if (!ready)
      throw new StartupError(`The ${this.spec.name} did not start (${await this.ended}): its reason stands above.`);
    void this.keepAlive();
    return ready.url;
  }

  /** Asks the child to end, by message and by signal, since one that is still starting hears no message. */
  async stop(): Promise<void> {
    this.stopping = true;
    if (this.child?.connected) this.child.send({ type: "stop" } satisfies ToChild, () => undefined);
    this.child?.kill("SIGTERM");
    const patience = new AbortController();
    void sleep(stopMs, undefined, patience).then(
      () => this.kill(),
      () => undefined,
    );
    await this.ended;
    patience.abort();
  }

  /** Ends the child at once: what it was doing is lost. */
  kill(): void {
    this.stopping = true;
    this.child?.kill("SIGKILL");
  }

  /** Settles when the child is ready, or has ended without that. */
  private async spawn(): Promise<FromChild | undefined> {
    const child = fork(this.spec.entry, { env: this.spec.env });
    this.child = child;
    this.ended = new Promise((resolve) => {
      child.once("exit", (code, signal) => resolve(signal ?? `exit code ${code}`));
      child.once("error", (error) => resolve(error.message));
    });
    const ready = new Promise<FromChild>((resolve) => {
      child.on("message", (message: FromChild) => message.type === "ready" && resolve(message));
    });
    return Promise.race([ready, this.ended.then(() => undefined)]);
  }

  private async keepAlive(): Promise<void> {
    for (;;) {
      const reason = await this.ended;
      if (this.stopping) return;
      const pause = this.budget.afterCrash();
      if (pause === undefined) {
        return this.onLost(
          new StartupError(`The ${this.spec.name} keeps ending (${reason}): its reason stands above.`),
        );
      }
      console.error(`The ${this.spec.name} ended (${reason}) and is started again.`);
      await sleep(pause);
      if (this.stopping) return;
      await this.spawn();
    }
  }
}
