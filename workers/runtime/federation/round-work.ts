import type { ClaimedRound } from "../../../src/domains/training/federation/federation.service.js";
import { ShardStatus } from "../../../src/domains/training/federation/federated-shard.entity.js";
import type { FederationService } from "../../../src/domains/training/federation/federation.service.js";
import type { RunError } from "../../../src/domains/training/runs/run.entity.js";
import type { Lease } from "../../../src/domains/training/runs/run-lifecycle.service.js";
import type { JudgeRound } from "../messages.js";
import { average, averageMetrics } from "./average.js";
import { RoundFileLost, type RoundStore } from "./round-store.js";

/** What a session does that averages a round of a federated run, where another trains the run. Safe to repeat. */
export class RoundWork {
  private last = false;

  constructor(
    private readonly claimed: ClaimedRound,
    private readonly store: RoundStore,
    private readonly federation: FederationService,
  ) {}

  /** Averages what the shards have learnt. Returns what a child is to judge, or why the run cannot go on. */
  async begin(): Promise<JudgeRound | RunError> {
    try {
      return await this.averaged();
    } catch (error) {
      if (error instanceof RoundFileLost) return { code: "ROUND_LOST", message: error.message };
      throw error;
    }
  }

  /** Records that the round is over; the next one opens with it. After the last, which ends the run, only its files go. */
  async conclude(lease: Lease): Promise<void> {
    const { run, round } = this.claimed;
    if (this.last) await this.federation.finish(run.id, round);
    else await this.federation.averaged(lease, round);
    await this.store.tidy(run.id, this.last ? undefined : round);
  }

  private async averaged(): Promise<JudgeRound> {
    const { run, round } = this.claimed;
    const trained = this.claimed.shards.flatMap(({ shard, status, result }) =>
      status === ShardStatus.TRAINED && result ? [{ shard, ...result }] : [],
    );
    const contributions = [];
    for (const { shard, examples } of trained)
      contributions.push({ weights: await this.store.learntWeights(run.id, round, shard), examples });
    const weights = await average(contributions);
    await this.store.keepWeights(run.id, round, weights);
    const steps = Math.max(...trained.map((shard) => shard.steps));
    const step = Math.min(steps, round * run.federation!.localSteps);
    this.last = step >= steps;
    const { recipe, parameters, dataset, seed, accelerator } = run;
    return {
      type: "judge-round",
      ...{ recipe, parameters, dataset, seed, accelerator, round, weights },
      progress: { step, steps, epochs: trained[0].epochs },
      metrics: averageMetrics(trained),
    };
  }
}
