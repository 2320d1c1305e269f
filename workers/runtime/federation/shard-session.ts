import type { ClaimedShard, ShardLease } from "../../../src/domains/training/federation/federated-shards.service.js";
import type { FromChild } from "../messages.js";
import type { SessionTools } from "../session-tools.js";
import type { ChildEnd, TrainingChild } from "../training-child.js";
import { UsageMeter } from "../usage-meter.js";
import { RoundFileLost, RoundStore } from "./round-store.js";

type Said<T extends FromChild["type"]> = Extract<FromChild, { type: T }>;
type Outcome = Said<"shard-trained"> | Said<"failed"> | { type: "stopped" } | { type: "lost" };

/** One claimed shard with the child that trains it, from the claim to its end or its loss. */
export class ShardSession {
  readonly lease: ShardLease;
  private readonly store: RoundStore;
  private readonly meter: UsageMeter;
  private outcome: Outcome | undefined;

  constructor(
    private readonly claimed: ClaimedShard,
    private readonly child: TrainingChild,
    private readonly tools: SessionTools,
  ) {
    this.lease = claimed.lease;
    this.store = new RoundStore(tools.artifacts, tools.reader);
    this.meter = new UsageMeter(claimed.lease, claimed.run.parameters);
  }

  /** Trains the shard's local steps and keeps what it has learnt, unless the shard is no longer this worker's. */
  async execute(): Promise<void> {
    const { runId, round, shard } = this.lease;
    try {
      const weights = await this.store.weightsOf(runId, round - 1);
      const state = await this.store.stateBefore(runId, round, shard);
      const own = await this.tools.ownDataCache.filesOf(this.claimed.run);
      if ("code" in own) {
        await this.tools.federatedShards.failed(this.lease, own);
        return;
      }
      const { recipe, parameters, dataset, seed, accelerator, federation } = this.claimed.run;
      const { shards: count, localSteps } = federation!;
      this.child.onMessage((message) => {
        this.meter.take(message);
        if (message.type === "shard-trained" || message.type === "failed") this.outcome ??= message;
      });
      this.child.tell({
        type: "train-shard",
        ...{ recipe, parameters, dataset, ...own, seed, accelerator, localSteps },
        shard: { index: shard, count },
        checkpoint: state?.value,
        weights: weights?.value,
      });
      this.meter.start();
      const end = await this.child.ended;
      this.meter.stop();
      await this.account();
      await this.conclude(end, (weights?.bytes ?? 0) + (state?.bytes ?? 0));
    } catch (error) {
      if (!(error instanceof RoundFileLost)) throw error;
      await this.tools.federatedShards.failed(this.lease, { code: "ROUND_LOST", message: error.message });
    }
  }

  /** The run has ended, or the shard is another worker's: ends the child and says nothing more. */
  abandon(): void {
    this.outcome = { type: "lost" };
    this.child.kill();
  }

  /** The worker stops: the shard is given back and trained from its start elsewhere. */
  stop(): void {
    this.outcome ??= { type: "stopped" };
    this.child.kill();
  }

  /** A shard whose usage cannot be written is kept all the same. */
  private async account(): Promise<void> {
    const usage = this.meter.reading();
    await this.tools.usage.record(usage ? [usage] : []).catch((error: unknown) => {
      this.tools.logger.warn({ err: error, ...this.lease }, "what a shard used could not be written");
    });
  }

  private async conclude(end: ChildEnd, fetched: number): Promise<void> {
    const { federatedShards } = this.tools;
    switch (this.outcome?.type) {
      case "shard-trained": {
        const { result, state, weights } = this.outcome;
        const kept = await this.store.keepState(this.lease.runId, this.lease, state, weights);
        await federatedShards.settle(this.lease, result, fetched + kept);
        return;
      }
      case "failed":
        await federatedShards.failed(this.lease, { code: this.outcome.code, message: this.outcome.message });
        return;
      case "stopped":
        await federatedShards.handedBack(this.lease);
        return;
      case "lost":
        return;
      default:
        this.tools.logger.error({ ...this.lease, ...end }, "the process of a shard died");
        await federatedShards.lost(
          this.lease,
          end.signal ? `its process was ended by ${end.signal}` : "its process ended",
        );
    }
  }
}
