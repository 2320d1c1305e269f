import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { Enqueue, JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { Run, type RunBackend, type RunError } from "./run.entity.js";
import type { RunEventBody } from "./run.events.js";
import { evaluateRun, evaluationJobId, trainingJobId, trainRun } from "./run.jobs.js";
import type { RunEventStore } from "./run-events.store.js";
import { HELD, isTerminal, RunStatus } from "./run-status.js";

/** How often a run may lose its worker or its process before it fails. */
export const CRASHES_MAX = 3;

/** A worker's hold on a run: its identity, and which taking of the run it is. */
export interface Lease {
  runId: string;
  workerId: string;
  attempt: number;
}

/** What workers do with runs. Every change holds the run's row locked, and is an event with its reason. */
export class RunLifecycle {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly jobs: JobQueues,
    private readonly events: RunEventStore,
    private readonly leaseSeconds: number,
  ) {}

  /** Takes a queued run for a worker; undefined when it is not there to be taken. */
  claim(runId: string, workerId: string): Promise<Run | undefined> {
    return this.change(runId, async ({ run, become }) => {
      if (run.status !== RunStatus.QUEUED) return false;
      run.workerId = workerId;
      run.leaseExpiresAt = new Date(Date.now() + this.leaseSeconds * 1000);
      return become(RunStatus.STARTING, null);
    });
  }

  /** The run's child has opened its backend and starts to step. */
  started(lease: Lease, backend: RunBackend): Promise<Run | undefined> {
    return this.change(lease.runId, async ({ run, become }) => {
      if (!holds(run, lease) || run.status !== RunStatus.STARTING) return false;
      run.backend = backend;
      return become(RunStatus.RUNNING, null);
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
  trained(lease: Lease): Promise<Run | undefined> {
    return this.change(lease.runId, async ({ run, enqueue }) => {
      if (!holds(run, lease) || run.status !== RunStatus.RUNNING) return false;
      run.trainedAt = new Date();
      run.workerId = null;
      run.leaseExpiresAt = null;
      await enqueue(evaluateRun, { runId: run.id }, { jobId: evaluationJobId(run) });
      return true;
    });
  }

  /** The evaluation is there: the run has succeeded. A run cancelled meanwhile stays so. */
  evaluated(runId: string, completed: RunEventBody): Promise<Run | undefined> {
    return this.change(runId, async ({ run, record, become }) => {
      if (run.status !== RunStatus.RUNNING || !run.trainedAt) return false;
      await record(completed);
      return become(RunStatus.SUCCEEDED, null);
    });
  }

  cancelled(lease: Lease): Promise<Run | undefined> {
    return this.change(lease.runId, async ({ run, become }) =>
      holds(run, lease) && run.status === RunStatus.CANCELLING ? become(RunStatus.CANCELLED, null) : false,
    );
  }

  /** The run cannot go on: `error` says why. Without a lease for a run in evaluation. */
  failed(runId: string, error: RunError, lease?: Lease): Promise<Run | undefined> {
    return this.change(runId, async ({ run, become }) => {
      if (isTerminal(run.status) || (lease && !holds(run, lease))) return false;
      run.error = error;
      return become(RunStatus.FAILED, error.message);
    });
  }

  /** A worker that stops gives a run back unfinished: another takes it up at its last checkpoint. */
  handedBack(lease: Lease): Promise<Run | undefined> {
    return this.change(
      lease.runId,
      async (change) => holds(change.run, lease) && requeue(change, "its worker stopped"),
    );
  }

  /** The run's process died: it is taken up again at its last checkpoint, a few times. `reason` reads like "it ran out of memory". */
  crashed(lease: Lease, reason: string): Promise<Run | undefined> {
    return this.change(lease.runId, async (change) => {
      if (!holds(change.run, lease)) return false;
      change.run.crashes += 1;
      return requeue(change, reason);
    });
  }

  /**
   * Takes runs from workers whose lease has lapsed, and adds again the jobs of runs that have waited for a while, in case
   * theirs was lost: a job that is still there is not added twice. Any worker may call it at any time.
   */
  async sweep(): Promise<void> {
    const lapsed = await this.reader.query<{ id: string }>(
      `select id from training_run where status = any($1) and lease_expires_at < now() limit $2`,
      [HELD, SWEEP_MAX],
    );
    for (const { id } of lapsed) {
      await this.change(id, async (change) => {
        const { run } = change;
        if (!run.leaseExpiresAt || run.leaseExpiresAt > new Date()) return false;
        run.crashes += 1;
        return requeue(change, "its worker was lost");
      });
    }
    const waiting = await this.reader.query<{ id: string }>(
      `select id from training_run
       where (status = $1 or (status = $2 and trained_at is not null))
         and coalesce(trained_at, created_at) < now() - make_interval(secs => $3) limit $4`,
      [RunStatus.QUEUED, RunStatus.RUNNING, this.leaseSeconds, SWEEP_MAX],
    );
    for (const { id } of waiting) {
      await this.change(id, async ({ run, enqueue }) => {
        if (run.status === RunStatus.QUEUED) await enqueue(trainRun, { runId: id }, { jobId: trainingJobId(run) });
        else if (run.trainedAt) await enqueue(evaluateRun, { runId: id }, { jobId: evaluationJobId(run) });
        return false;
      });
    }
  }

  /** Works on a run, its row locked. `work` says whether it changed anything. Returns the changed run. */
  private async change(runId: string, work: (change: Change) => Promise<boolean>): Promise<Run | undefined> {
    const changed = await this.jobs.transactional(this.em.fork(), async (em, enqueue) => {
      const run = await em.findOne(Run, runId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!run) return undefined;
      const record = (event: RunEventBody) => this.events.append(em, run, event);
      const become = async (status: RunStatus, reason: string | null) => {
        const previous = run.become(status);
        await record({ kind: "StatusChanged", status, previous, reason });
        return true;
      };
      return (await work({ run, enqueue, record, become })) ? run : undefined;
    });
    if (changed) await this.events.announce(changed.id, changed.lastSeq);
    return changed;
  }
}

/** A run whose row is locked, and what may be done with it. */
interface Change {
  run: Run;
  enqueue: Enqueue;
  record(event: RunEventBody): Promise<void>;
  become(status: RunStatus, reason: string | null): Promise<boolean>;
}

const SWEEP_MAX = 100;

async function requeue({ run, enqueue, become }: Change, reason: string): Promise<boolean> {
  if (run.status === RunStatus.CANCELLING) return become(RunStatus.CANCELLED, reason);
  if (run.crashes > CRASHES_MAX) {
    run.error = { code: "CRASHED", message: `It crashed ${run.crashes} times; the last time ${reason}.` };
    return become(RunStatus.FAILED, run.error.message);
  }
  run.attempt += 1;
  await become(RunStatus.QUEUED, reason);
  await enqueue(trainRun, { runId: run.id }, { jobId: trainingJobId(run) });
  return true;
}

function holds(run: Run, { workerId, attempt }: Lease): boolean {
  return run.workerId === workerId && run.attempt === attempt;
}
