import { RunStatus } from "../../src/domains/training/runs/run-status.js";
import type { Run } from "../../src/domains/training/runs/run.entity.js";
import type { Signals } from "../../src/kernel/signals/signals.js";
import { RunSession, type SessionTools } from "./run-session.js";
import { ChildPool } from "./training-child.js";

/** The runs that this worker trains now: it keeps their leases alive and passes on what is asked of them. */
export class RunSessions {
  private readonly running = new Map<string, RunSession>();
  private readonly children: ChildPool;
  private readonly stopListening: () => void;
  private readonly heartbeat: NodeJS.Timeout;
  private renewing = false;

  constructor(
    private readonly workerId: string,
    private readonly tools: SessionTools,
    signals: Signals,
    leaseSeconds: number,
  ) {
    this.children = new ChildPool((backend) => void this.tools.workers.describe(workerId, backend));
    this.stopListening = signals.listen("run-commands", (payload) => {
      const [runId, command] = payload.split(":");
      if (command === "CANCEL") this.running.get(runId)?.cancel();
    });
    this.heartbeat = setInterval(() => void this.renew(), (leaseSeconds * 1000) / 4);
  }

  /** Takes a run, if it is there to be taken, and trains it to its end. */
  async train(runId: string): Promise<void> {
    const run = await this.tools.lifecycle.claim(runId, this.workerId);
    if (run) await this.execute(run);
  }

  /** Hands every run back and ends all children. */
  async close(): Promise<void> {
    this.children.close();
    const sessions = [...this.running.values()];
    for (const session of sessions) session.stop();
    while (this.running.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    clearInterval(this.heartbeat);
    this.stopListening();
  }

  private async execute(run: Run): Promise<void> {
    const child = this.children.take();
    const session = new RunSession(run, child, this.tools);
    this.running.set(run.id, session);
    try {
      await session.execute();
    } finally {
      child.kill();
      this.running.delete(run.id);
      this.children.warm();
    }
  }

  /** Renews the leases; a run that is not this worker's any more is abandoned, and one that was cancelled unheard ends. */
  private async renew(): Promise<void> {
    if (this.renewing) return;
    this.renewing = true;
    try {
      await this.tools.workers.seen(this.workerId);
      const held = new Map(
        (await this.tools.lifecycle.renew(this.workerId, [...this.running.keys()])).map((run) => [run.id, run]),
      );
      for (const [runId, session] of this.running) {
        const run = held.get(runId);
        if (run?.attempt !== session.lease.attempt) session.abandon();
        else if (run.status === RunStatus.CANCELLING) session.cancel();
      }
    } catch (error) {
      this.tools.logger.warn({ err: error }, "leases could not be renewed; trying again");
    } finally {
      this.renewing = false;
    }
  }
}
