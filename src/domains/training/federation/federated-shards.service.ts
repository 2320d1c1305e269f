import type { Reader } from "../../../kernel/read/reader.js";
import type { Run, RunError } from "../runs/run.entity.js";
import type { Change, RunChanges } from "../runs/run-changes.js";
import { RunStatus } from "../runs/run-status.js";
import { type FederatedShard, ShardStatus } from "./federated-shard.entity.js";
import { OnLostShard, type ShardResult } from "./federation.specs.js";
import { queueRound, queueShard, shardsOf } from "./federation.service.js";

/** A worker's hold on a shard in a round: its identity, and which taking of the shard it is. */
export interface ShardLease {
  runId: string;
  round: number;
  shard: number;
  workerId: string;
  attempt: number;
}

/** A shard that a worker has taken to train it. */
export interface ClaimedShard {
  run: Run;
  lease: ShardLease;
}

/** What workers do with shards. A lost one is an event, and by the run's rule trained again or left out of its round. */
export class FederatedShards {
  /** A shard may be lost `lossesMax` times in a round before it fails the run. */
  constructor(
    private readonly reader: Reader,
    private readonly changes: RunChanges,
    private readonly leaseSeconds: number,
    private readonly lossesMax: number,
  ) {}

  /** Takes a shard for a worker, also one whose worker was lost; undefined when it is not there to be taken. */
  async claim(
    { runId, round, shard: number }: Pick<ShardLease, "runId" | "round" | "shard">,
    workerId: string,
  ): Promise<ClaimedShard | undefined> {
    let lease: ShardLease | undefined;
    const run = await this.changes.change(runId, async (change) => {
      if (change.run.status !== RunStatus.RUNNING) return false;
      const shard = (await shardsOf(change, round))[number];
      if (shard.lapsed) await this.lose(change, shard, LOST_WORKER);
      // `lose` may have failed the run, which the types cannot know.
      const status: RunStatus = change.run.status;
      if (status !== RunStatus.RUNNING || shard.status !== ShardStatus.QUEUED) return true;
      shard.take(workerId, this.leaseSeconds);
      lease = { runId, round, shard: number, workerId, attempt: shard.attempt };
      return true;
    });
    return run && lease && { run, lease };
  }

  /** Renews the leases of a worker's shards. Returns those that are still its own and whose run goes on. */
  async renew(workerId: string, leases: readonly ShardLease[]): Promise<Set<ShardLease>> {
    const renewed = await this.reader.query<{ run_id: string; round: number; shard: number; attempt: number }>(
      `update federated_shard shard set lease_expires_at = now() + make_interval(secs => $2)
       from training_run run where run.id = shard.run_id and run.status = any($3) and shard.status = $4
         and shard.worker_id = $1 and shard.run_id = any($5::uuid[]) returning run_id, round, shard, shard.attempt`,
      [workerId, this.leaseSeconds, GOING_ON, ShardStatus.TRAINING, leases.map(({ runId }) => runId)],
    );
    const held = leases.filter((lease) =>
      renewed.some(
        ({ run_id, round, shard, attempt }) =>
          run_id === lease.runId && round === lease.round && shard === lease.shard && attempt === lease.attempt,
      ),
    );
    return new Set(held);
  }

  /** A shard has trained its local steps; the last of a round lets it be averaged. `bytes` were moved for it. */
  settle(lease: ShardLease, result: ShardResult, bytes: number): Promise<Run | undefined> {
    return this.held(lease, async (change, shard) => {
      shard.settle(ShardStatus.TRAINED);
      Object.assign(shard, { result, bytes });
      await this.proceed(change, shard);
    });
  }

  /** A shard's process died. `reason` reads like "its process ran out of memory". */
  lost(lease: ShardLease, reason: string): Promise<Run | undefined> {
    return this.held(lease, (change, shard) => this.lose(change, shard, reason));
  }

  /** A worker that stops gives a shard back: another takes it up. */
  handedBack(lease: ShardLease): Promise<Run | undefined> {
    return this.held(lease, async (change, shard) => {
      shard.requeue();
      await this.proceed(change, shard);
    });
  }

  /** A shard cannot go on, and with it the run: `error` says why. */
  failed(lease: ShardLease, error: RunError): Promise<Run | undefined> {
    return this.held(lease, (change) => fail(change, error));
  }

  /** Takes shards from workers whose lease has lapsed. Any worker may call it at any time. */
  async sweep(): Promise<void> {
    const lapsed = await this.reader.query<{ run_id: string; round: number; shard: number }>(
      `select run_id, round, shard.shard from federated_shard shard join training_run run on run.id = run_id
       where shard.status = $1 and shard.lease_expires_at < now() and run.status = any($2) limit $3`,
      [ShardStatus.TRAINING, GOING_ON, SWEEP_MAX],
    );
    for (const { run_id: runId, round, shard: number } of lapsed) {
      await this.changes.change(runId, async (change) => {
        const shard = (await shardsOf(change, round))[number];
        if (!shard.lapsed) return false;
        await this.lose(change, shard, LOST_WORKER);
        return true;
      });
    }
  }

  private held(
    { runId, round, shard: number, workerId, attempt }: ShardLease,
    work: (change: Change, shard: FederatedShard) => Promise<unknown>,
  ): Promise<Run | undefined> {
    return this.changes.change(runId, async (change) => {
      const shard = (await shardsOf(change, round))[number];
      const holds = shard.status === ShardStatus.TRAINING && shard.workerId === workerId && shard.attempt === attempt;
      if (holds) await work(change, shard);
      return holds;
    });
  }

  private async lose(change: Change, shard: FederatedShard, reason: string): Promise<void> {
    const { run, record } = change;
    const { shards: count, onLostShard, minShards } = run.federation!;
    const shards = await shardsOf(change, shard.round);
    const others = shards.filter((each) => each !== shard && each.status !== ShardStatus.LEFT_OUT).length;
    const leftOut = onLostShard === OnLostShard.LEAVE_OUT && others >= minShards;
    const what = `Shard ${shard.shard + 1} of ${count} was lost in round ${shard.round}, ${reason}`;
    shard.losses += 1;
    if (!leftOut && shard.losses > this.lossesMax) {
      const message = `${what}, for the ${shard.losses}th time.`;
      if (await fail(change, { code: "SHARD_LOST", message })) return;
    }
    if (leftOut) shard.settle(ShardStatus.LEFT_OUT);
    else shard.requeue();
    const message = `${what}: ${leftOut ? "the round goes on without it" : "it is trained again"}.`;
    await record({ kind: "LogLine", step: run.progress?.step ?? 0, level: "WARN", message });
    await this.proceed(change, shard);
  }

  /** Queues what follows from a shard's change; a paused run queues it when it is resumed. */
  private async proceed(change: Change, shard: FederatedShard): Promise<void> {
    if (change.run.status !== RunStatus.RUNNING) return;
    await queueShard(change, shard);
    await queueRound(change, await shardsOf(change, shard.round));
  }
}

const LOST_WORKER = "its worker was lost";
const SWEEP_MAX = 100;
/** Shards of a run that pauses finish their round. */
const GOING_ON: readonly RunStatus[] = [RunStatus.RUNNING, RunStatus.PAUSED];

/** Ends the run. One that has paused cannot fail: its shards are tried again when it is resumed. */
async function fail({ run, become }: Change, error: RunError): Promise<boolean> {
  if (run.status !== RunStatus.RUNNING) return false;
  run.error = error;
  return become(RunStatus.FAILED, error.message);
}
