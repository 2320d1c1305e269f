import type { Reader } from "../../../kernel/read/reader.js";
import type { Best } from "./checkpointing.specs.js";
import type { Run, RunBackend, RunError } from "./run.entity.js";
import type { RunEventBody } from "./run.events.js";
import { enqueueTicket, evaluateRun, evaluationJobId } from "./run.jobs.js";
import type { Change, RunChanges } from "./run-changes.js";
import type { TrainedModel } from "./trained-model.specs.js";
import { HELD, isTerminal, RunStatus } from "./run-status.js";

/** A worker's hold on a run: its identity, and which taking of the run it is. */
export interface Lease {
  runId: string;
  workerId: string;
  attempt: number;
}

/** What workers do with runs. Every change holds the run's row locked, and is an event with its reason. */
export class RunLifecycle {
  /** A run may lose its worker or its process `crashesMax` times in a row without a checkpoint in between. */
  constructor(
    private readonly reader: Reader,
    private readonly changes: RunChanges,
    private readonly leaseSeconds: number,
    private readonly crashesMax: number,
  ) {}

  /** The run's child has opened its backend and starts to step. */
  started(lease: Lease, backend: RunBackend): Promise<Run | undefined> {
    return this.changes.change(lease.runId, async ({ run, become }) => {
      if (!holds(run, lease)) return false;
      run.backend = backend;
      return run.status === RunStatus.STARTING ? become(RunStatus.RUNNING, null) : true;
    });
  }

  /**
   * Renews the leases of a worker's runs. Returns the runs that are still its own and those of them that are to end;
   * whatever else it works on is no longer its own.
   */
  async renew(workerId: string, runIds: string[]): Promise<{ id: string; attempt: number; status: RunStatus }[]> {
    return this.reader.query<{ id: string; attempt: number; status: RunStatus }>(
      `update training_run set lease_expires_at = now() + make_interval(secs => $3)
       where worker_id = $1 and id = any($2::uuid[]) and status = any($4) returning id, attempt, status`,
      [workerId, runIds, this.leaseSeconds, HELD],
    );
  }

  /** Training has ended well: the run waits for its evaluation, and no worker holds it. */
  trained(lease: Lease, model: TrainedModel): Promise<Run | undefined> {
    return this.changes.change(lease.runId, async ({ run, enqueue, become }) => {
      if (!holds(run, lease) || (run.status !== RunStatus.RUNNING && run.status !== RunStatus.PAUSING)) return false;
      if (run.status === RunStatus.PAUSING) await become(RunStatus.RUNNING, "it had trained to its end");
      run.trainedAt = new Date();
      run.model = model;
      run.workerId = null;
      run.leaseExpiresAt = null;
      await enqueue(evaluateRun, { runId: run.id }, { jobId: evaluationJobId(run) });
      return true;
    });
  }

  /** The evaluation is there: the run has succeeded. A run cancelled meanwhile stays so. */
  evaluated(runId: string, completed: RunEventBody): Promise<Run | undefined> {
    return this.changes.change(runId, async ({ run, record, become }) => {
      if (run.status !== RunStatus.RUNNING || !run.trainedAt) return false;
      await record(completed);
      return become(RunStatus.SUCCEEDED, null);
    });
  }

  cancelled(lease: Lease): Promise<Run | undefined> {
    return this.changes.change(lease.runId, async ({ run, become }) =>
      holds(run, lease) && run.status === RunStatus.CANCELLING ? become(RunStatus.CANCELLED, null) : false,
    );
  }

  /** The run cannot go on: `error` says why. Without a lease for a run in evaluation. */
  failed(runId: string, error: RunError, lease?: Lease): Promise<Run | undefined> {
    return this.changes.change(runId, async ({ run, become }) => {
      if (isTerminal(run.status) || (lease && !holds(run, lease))) return false;
      run.error = error;
      return become(RunStatus.FAILED, error.message);
    });
  }

  /** The child has saved a checkpoint: what came before it need not be repeated. False when the run is another worker's. */
  async checkpointed({ runId, workerId, attempt }: Lease, best: Best | null): Promise<boolean> {
    const rows = await this.reader.query(
      `update training_run set crashes = 0, best = coalesce($4::jsonb, best)
       where id = $1 and worker_id = $2 and attempt = $3 returning id`,
      [runId, workerId, attempt, best && JSON.stringify(best)],
    );
    return rows.length > 0;
  }

  /**
   * The worker lets a run go unfinished: it pauses when it was to pause, or else waits for another worker to take it up at
   * its last checkpoint, for the reason given.
   */
  released(lease: Lease, reason: string): Promise<Run | undefined> {
    return this.changes.change(lease.runId, async (change) => holds(change.run, lease) && this.requeue(change, reason));
  }

  /** The run's process died: it is taken up again at its last checkpoint, a few times. `reason` reads like "it ran out of memory". */
  crashed(lease: Lease, reason: string, lastWords?: string): Promise<Run | undefined> {
    return this.changes.change(lease.runId, async (change) => {
      if (!holds(change.run, lease)) return false;
      change.run.crashes += 1;
      return this.requeue(change, reason, lastWords);
    });
  }

  /**
   * Takes runs from workers whose lease has lapsed, and adds again the evaluations of runs that have waited for a while, in
   * case theirs was lost: a job that is still there is not added twice.
   */
  async sweep(): Promise<void> {
    const lapsed = await this.reader.query<{ id: string }>(
      `select id from training_run where status = any($1) and lease_expires_at < now() limit $2`,
      [HELD, SWEEP_MAX],
    );
    for (const { id } of lapsed) {
      await this.changes.change(id, async (change) => {
        const { run } = change;
        if (!run.leaseExpiresAt || run.leaseExpiresAt > new Date()) return false;
        run.crashes += 1;
        return this.requeue(change, "its worker was lost");
      });
    }
    const unjudged = await this.reader.query<{ id: string }>(
      `select id from training_run where status = $1 and trained_at < now() - make_interval(secs => $2) limit $3`,
      [RunStatus.RUNNING, this.leaseSeconds, SWEEP_MAX],
    );
    for (const { id } of unjudged) {
      await this.changes.change(id, async ({ run, enqueue }) => {
        if (run.trainedAt) await enqueue(evaluateRun, { runId: id }, { jobId: evaluationJobId(run) });
        return false;
      });
    }
  }

  private async requeue({ run, enqueue, become }: Change, reason: string, lastWords?: string): Promise<boolean> {
    if (run.status === RunStatus.CANCELLING) return become(RunStatus.CANCELLED, reason);
    if (run.status === RunStatus.PAUSING) return become(RunStatus.PAUSED, null);
    if (run.crashes > this.crashesMax) {
      const message = `It crashed ${run.crashes} times without getting any further; the last time ${reason}.`;
      run.error = { code: "CRASHED", message, lastWords };
      return become(RunStatus.FAILED, message);
    }
    run.attempt += 1;
    await become(RunStatus.QUEUED, reason);
    await enqueueTicket(enqueue, run);
    return true;
  }
}

const SWEEP_MAX = 100;

function holds(run: Run, { workerId, attempt }: Lease): boolean {
  return run.workerId === workerId && run.attempt === attempt;
}
