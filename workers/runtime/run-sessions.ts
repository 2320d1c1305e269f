import type { RunCommand } from "../../src/domains/training/runs/run-control.service.js";
import { RunStatus } from "../../src/domains/training/runs/run-status.js";
import type { Accelerator, Run } from "../../src/domains/training/runs/run.entity.js";
import type { Signals } from "../../src/kernel/signals/signals.js";
import { RoundStore } from "./federation/round-store.js";
import { RoundWork } from "./federation/round-work.js";
import type { BackendReport } from "./messages.js";
import { RunSession } from "./run-session.js";
import type { SessionTools } from "./session-tools.js";
import { ChildPool, type OpenChild } from "./training-child.js";

/** The runs that this worker trains now: it keeps their leases alive and passes on what is asked of them. */
export class RunSessions {
  private readonly running = new Map<string, RunSession>();
  readonly children: ChildPool;
  private readonly stopListening: () => void;
  private readonly heartbeat: NodeJS.Timeout;
  private renewing = false;
  private closing = false;

  constructor(
    private readonly workerId: string,
    private readonly tools: SessionTools,
    signals: Signals,
    leaseSeconds: number,
    onBackend: (backend: BackendReport) => void,
    openChild: OpenChild,
  ) {
    this.children = new ChildPool(onBackend, openChild);
    this.stopListening = signals.listen("run-commands", (payload) => {
      const [runId, command] = payload.split(":");
      this.obey(runId, command as RunCommand);
    });
    this.heartbeat = setInterval(() => void this.renew(), (leaseSeconds * 1000) / 4);
  }

  /**
   * Takes the run whose turn it is, if any waits for one of these accelerators, and trains it to its end. Of a federated
   * run it opens a round, which shards are queued for.
   */
  async train(accelerators: readonly Accelerator[]): Promise<void> {
    const run = await this.tools.runQueue.claim(this.workerId, accelerators);
    if (run?.federation)
      await this.tools.federation.arm({ runId: run.id, workerId: this.workerId, attempt: run.attempt });
    else if (run) await this.execute(run);
  }

  /** Takes a round of a federated run, if its shards are done, and averages it. */
  async average(runId: string, round: number): Promise<void> {
    const { artifacts, federation, reader } = this.tools;
    const claimed = await federation.claimRound(runId, round, this.workerId);
    if (claimed) await this.execute(claimed.run, new RoundWork(claimed, new RoundStore(artifacts, reader), federation));
  }

  /** Whether this worker trains the run now. */
  trains(runId: string): boolean {
    return this.running.has(runId);
  }

  /** Gives every run back at a checkpoint, to go on elsewhere. */
  handBack(): void {
    for (const session of this.running.values()) session.stop();
  }

  /** Hands every run back at a checkpoint and ends all children. */
  async close(): Promise<void> {
    this.closing = true;
    this.children.close();
    this.handBack();
    while (this.running.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    clearInterval(this.heartbeat);
    this.stopListening();
  }

  private async execute(run: Run, round?: RoundWork): Promise<void> {
    const child = this.children.take();
    const session = new RunSession(run, child, this.tools, round);
    this.running.set(run.id, session);
    if (this.closing) session.stop();
    // What was asked for since the claim was a signal to nobody.
    void this.attend([run.id]);
    void this.tools.workers.changed(this.workerId);
    try {
      await session.execute();
    } finally {
      child.kill();
      this.running.delete(run.id);
      this.children.warm();
      void this.tools.workers.changed(this.workerId);
    }
  }

  private obey(runId: string, command: RunCommand): void {
    const session = this.running.get(runId);
    if (command === "CANCEL") session?.cancel();
    if (command === "PAUSE") session?.pause();
  }

  private async renew(): Promise<void> {
    if (this.renewing) return;
    this.renewing = true;
    await this.attend([...this.running.keys()]);
    await this.account();
    this.renewing = false;
  }

  /** Writes what the runs have used so far, so that a worker that is lost costs the account seconds at most. */
  private async account(): Promise<void> {
    try {
      await this.tools.usage.record([...this.running.values()].flatMap(({ usage }) => usage ?? []));
    } catch (error) {
      this.tools.logger.warn({ err: error }, "what runs use could not be written; trying again");
    }
  }

  /** Renews leases; a run that is not this worker's any more is abandoned, and what was asked of one unheard is done now. */
  private async attend(runIds: string[]): Promise<void> {
    try {
      const renewed = await this.tools.lifecycle.renew(this.workerId, runIds);
      const held = new Map(renewed.map((run) => [run.id, run]));
      for (const runId of runIds) {
        const session = this.running.get(runId);
        const run = held.get(runId);
        if (run?.attempt !== session?.lease.attempt) session?.abandon();
        else if (run?.status === RunStatus.CANCELLING) this.obey(runId, "CANCEL");
        else if (run?.status === RunStatus.PAUSING) this.obey(runId, "PAUSE");
      }
    } catch (error) {
      this.tools.logger.warn({ err: error }, "leases could not be renewed; trying again");
    }
  }
}
