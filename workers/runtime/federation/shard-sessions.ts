import type { Signals } from "../../../src/kernel/signals/signals.js";
import type { SessionTools } from "../session-tools.js";
import type { ChildPool } from "../training-child.js";
import { ShardSession } from "./shard-session.js";

/** A shard's part in a round, as its job names it. */
export interface ShardOfRound {
  runId: string;
  round: number;
  shard: number;
}

/** The shards that this worker trains now: it keeps their leases alive, and ends those whose run has ended. */
export class ShardSessions {
  private readonly running = new Set<ShardSession>();
  private readonly stopListening: () => void;
  private readonly heartbeat: NodeJS.Timeout;
  private closing = false;

  constructor(
    private readonly workerId: string,
    private readonly tools: SessionTools,
    private readonly children: ChildPool,
    signals: Signals,
    leaseSeconds: number,
  ) {
    this.stopListening = signals.listen("run-commands", (payload) => {
      const [runId, command] = payload.split(":");
      if (command !== "CANCEL") return;
      for (const session of this.running) if (session.lease.runId === runId) session.abandon();
    });
    this.heartbeat = setInterval(() => void this.renew(), (leaseSeconds * 1000) / 4);
  }

  /** Takes a shard, if it is there to be taken, and trains it for a round. */
  async train(shard: ShardOfRound): Promise<void> {
    if (this.closing) return;
    const claimed = await this.tools.federatedShards.claim(shard, this.workerId);
    if (!claimed) return;
    const child = this.children.take();
    const session = new ShardSession(claimed, child, this.tools);
    this.running.add(session);
    if (this.closing) session.stop();
    try {
      await session.execute();
    } finally {
      child.kill();
      this.running.delete(session);
      this.children.warm();
    }
  }

  /** Gives every shard back, to be trained from its start elsewhere. */
  handBack(): void {
    for (const session of this.running) session.stop();
  }

  /** Gives every shard back and takes no more. */
  async close(): Promise<void> {
    this.closing = true;
    this.handBack();
    while (this.running.size > 0) await new Promise((resolve) => setTimeout(resolve, 20));
    clearInterval(this.heartbeat);
    this.stopListening();
  }

  private async renew(): Promise<void> {
    const sessions = [...this.running];
    if (sessions.length === 0) return;
    try {
      const held = await this.tools.federatedShards.renew(
        this.workerId,
        sessions.map(({ lease }) => lease),
      );
      for (const session of sessions) if (!held.has(session.lease)) session.abandon();
    } catch (error) {
      this.tools.logger.warn({ err: error }, "leases of shards could not be renewed; trying again");
    }
  }
}
