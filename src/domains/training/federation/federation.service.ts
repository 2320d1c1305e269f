import type { Reader } from "../../../kernel/read/reader.js";
import { jobOf } from "../../../kernel/jobs/job-queues.js";
import type { Run } from "../runs/run.entity.js";
import type { Change, RunChanges } from "../runs/run-changes.js";
import type { Lease } from "../runs/run-lifecycle.service.js";
import { RunStatus } from "../runs/run-status.js";
import { FederatedRound, RoundStatus } from "./federated-round.entity.js";
import { FederatedShard, ShardStatus } from "./federated-shard.entity.js";
import { averageRound, roundJobId, shardJobId, trainShard } from "./federation.jobs.js";

/** A round that a worker has taken to average it: its shards in order, those that were left out too. */
export interface ClaimedRound {
  run: Run;
  round: number;
  shards: FederatedShard[];
}

/**
 * The rounds of federated runs. While shards train, no worker holds the run; it is held while a round is averaged. Every
 * change holds the run's row locked, so that rounds and shards change one at a time.
 */
export class FederationService {
  constructor(
    private readonly reader: Reader,
    private readonly changes: RunChanges,
    private readonly leaseSeconds: number,
  ) {}

  /** Lets a run that was claimed go on: opens its first round, or sees to the round that is open. No worker holds it then. */
  arm(lease: Lease): Promise<Run | undefined> {
    return this.changes.change(lease.runId, async (change) => {
      const { em, run, become } = change;
      if (!holds(run, lease)) return false;
      if (run.status === RunStatus.CANCELLING) return become(RunStatus.CANCELLED, null);
      if (run.status === RunStatus.PAUSING) return become(RunStatus.PAUSED, null);
      await become(RunStatus.RUNNING, null);
      release(run);
      const [newest] = await em.find(FederatedRound, { runId: run.id }, { orderBy: { number: "desc" }, limit: 1 });
      if (newest?.status === RoundStatus.OPEN) await queueAgain(change, await shardsOf(change, newest.number));
      else await this.open(change, (newest?.number ?? 0) + 1);
      return true;
    });
  }

  /** Takes a round whose shards are done for averaging; undefined when it is not there to be taken. */
  async claimRound(runId: string, round: number, workerId: string): Promise<ClaimedRound | undefined> {
    let shards: FederatedShard[] = [];
    const run = await this.changes.change(runId, async (change) => {
      const { em, run } = change;
      if (run.status !== RunStatus.RUNNING || run.workerId !== null || run.trainedAt) return false;
      if ((await em.count(FederatedRound, { runId, number: round, status: RoundStatus.OPEN })) === 0) return false;
      shards = await shardsOf(change, round);
      if (!shards.every(({ settled }) => settled)) return false;
      run.workerId = workerId;
      run.leaseExpiresAt = new Date(Date.now() + this.leaseSeconds * 1000);
      return true;
    });
    return run && { run, round, shards };
  }

  /** A round that is not the last is averaged: the next one opens, unless the run pauses. */
  averaged(lease: Lease, number: number): Promise<Run | undefined> {
    return this.changes.change(lease.runId, async (change) => {
      const { em, run, become } = change;
      if (!holds(run, lease)) return false;
      (await em.findOneOrFail(FederatedRound, { runId: run.id, number })).average();
      await em.flush(); // Inserts go before updates otherwise, and at most one round is open.
      run.crashes = 0;
      if (run.status === RunStatus.CANCELLING) return become(RunStatus.CANCELLED, null);
      if (run.status === RunStatus.PAUSING) return become(RunStatus.PAUSED, null);
      release(run);
      await this.open(change, number + 1);
      return true;
    });
  }

  /** The last round is averaged, and the run has trained to its end. */
  async finish(runId: string, number: number): Promise<void> {
    await this.reader.query(
      `update federated_round set status = $3, finished_at = coalesce(finished_at, now()) where run_id = $1 and number = $2`,
      [runId, number, RoundStatus.AVERAGED],
    );
  }

  /** Adds again the jobs of rounds that nobody works on, in case theirs were lost. Any worker may call it at any time. */
  async sweep(): Promise<void> {
    const idle = await this.reader.query<{ id: string; number: number }>(
      `select run.id, round.number from training_run run join federated_round round on round.run_id = run.id
       where run.status = $1 and run.worker_id is null and run.trained_at is null and round.status = $2
         and round.created_at < now() - make_interval(secs => $3)
         and not exists (select from federated_shard shard
           where shard.run_id = run.id and shard.round = round.number and shard.status = $4) limit $5`,
      [RunStatus.RUNNING, RoundStatus.OPEN, this.leaseSeconds, ShardStatus.TRAINING, SWEEP_MAX],
    );
    for (const { id, number } of idle) {
      await this.changes.change(id, async (change) => {
        if (change.run.status === RunStatus.RUNNING) await queueAgain(change, await shardsOf(change, number));
        return false;
      });
    }
  }

  private async open({ em, run, enqueueFlow }: Change, number: number): Promise<void> {
    const runId = run.id;
    em.create(FederatedRound, { runId, number });
    await em.flush();
    const shards = Array.from({ length: run.federation!.shards }, (_, shard) =>
      em.create(FederatedShard, { runId, round: number, shard }),
    );
    await enqueueFlow(
      jobOf(averageRound, { runId, round: number }, { jobId: roundJobId(runId, number) }),
      shards.map(({ round, shard, attempt }) =>
        jobOf(trainShard, { runId, round, shard }, { jobId: shardJobId({ runId, round, shard, attempt }) }),
      ),
    );
  }
}

const SWEEP_MAX = 100;

/** Adds the jobs that a round waits for; those that are there already are not added twice. */
async function queueAgain(change: Change, shards: FederatedShard[]): Promise<void> {
  for (const shard of shards) await queueShard(change, shard);
  await queueRound(change, shards);
}

/** Adds the job of a shard that waits. */
export async function queueShard({ enqueue }: Change, { status, ...row }: FederatedShard): Promise<void> {
  const { runId, round, shard } = row;
  if (status === ShardStatus.QUEUED) await enqueue(trainShard, { runId, round, shard }, { jobId: shardJobId(row) });
}

/** Adds the job that averages a round, once all its shards are done. */
export async function queueRound({ enqueue }: Change, shards: FederatedShard[]): Promise<void> {
  const [{ runId, round }] = shards;
  if (shards.every(({ settled }) => settled))
    await enqueue(averageRound, { runId, round }, { jobId: roundJobId(runId, round) });
}

/** The shards of a round, in order. */
export function shardsOf({ em, run }: Change, round: number): Promise<FederatedShard[]> {
  return em.find(FederatedShard, { runId: run.id, round }, { orderBy: { shard: "asc" } });
}

function release(run: Run): void {
  run.workerId = null;
  run.leaseExpiresAt = null;
}

function holds(run: Run, { workerId, attempt }: Lease): boolean {
  return run.workerId === workerId && run.attempt === attempt;
}
