import type { EntityManager } from "@mikro-orm/postgresql";
import type { JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Accelerator, Run } from "./run.entity.js";
import { enqueueTicket, TICKETS } from "./run.jobs.js";
import { urgency } from "./run-waiting.views.js";
import type { RunChanges } from "./run-changes.js";
import { HELD, RunStatus } from "./run-status.js";

/** Tickets that are added in one go at most. */
const REFILL_MAX = 200;
/** Of the advisory lock that claims take one after the other, so that each sees what the one before has taken. */
const CLAIM_LOCK = 7_246_104;

/** The runs that wait for a worker, and whose turn it is. */
export class RunQueue {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly jobs: JobQueues,
    private readonly changes: RunChanges,
    private readonly leaseSeconds: number,
  ) {}

  /**
   * Takes the run whose turn it is, of those that may compute on one of the accelerators; undefined when none waits. First
   * come the organisations with the fewest runs in training now, then those that have computed least within the last hour,
   * both for their weight; within an organisation the most urgent run, then the oldest.
   */
  claim(workerId: string, accelerators: readonly Accelerator[]): Promise<Run | undefined> {
    return this.changes.change(
      (em) => nextRun(em, accelerators),
      async ({ run, become }) => {
        if (run.status !== RunStatus.QUEUED) return false;
        run.workerId = workerId;
        run.leaseExpiresAt = new Date(Date.now() + this.leaseSeconds * 1000);
        return become(RunStatus.STARTING, null);
      },
    );
  }

  /**
   * Adds the tickets that are missing, once a run has waited for longer than a lease: on Redis a crash, or Redis itself,
   * may have lost them. Tickets are counted, not looked up, since any of them will do for any run.
   */
  async refill(): Promise<void> {
    for (const { spec, accelerators } of TICKETS) {
      const [{ waiting, overdue }] = await this.reader.query<{ waiting: number; overdue: boolean | null }>(
        `select count(*)::int as waiting, bool_or(created_at < now() - make_interval(secs => $2)) as overdue
         from training_run where status = 'QUEUED' and accelerator = any($1)`,
        [accelerators, this.leaseSeconds],
      );
      if (!overdue) continue;
      const missing = waiting - (await this.jobs.countWaiting(spec.queue));
      if (missing <= 0) continue;
      await this.jobs.transactional(this.em.fork(), async (_em, enqueue) => {
        for (let ticket = 0; ticket < Math.min(missing, REFILL_MAX); ticket += 1)
          await enqueueTicket(enqueue, { accelerator: accelerators[0] });
      });
    }
  }
}

async function nextRun(em: EntityManager, accelerators: readonly Accelerator[]): Promise<string | undefined> {
  await em.execute(`select pg_advisory_xact_lock(${CLAIM_LOCK})`);
  const known = accelerators.map((accelerator) => `'${accelerator}'`).join();
  const [next] = await em.execute<{ id: string }[]>(NEXT.replaceAll(":accelerators", `array[${known}]`));
  return next?.id;
}

/** The organisations in turn, then the best run of the first that has one which nobody holds locked. */
const NEXT = `
  with waiting as (
    select organisation_id, min(created_at) as since from training_run
    where status = 'QUEUED' and accelerator = any(:accelerators) group by 1
  ), busy as (
    select organisation_id, count(*) as runs from training_run
    where status in (${HELD.map((status) => `'${status}'`).join()}) and worker_id is not null group by 1
  ), turn as (
    select waiting.*, coalesce(busy.runs, 0) / share_weight as training,
      (select coalesce(sum(used.units * least(used.seconds, extract(epoch from used.seen_at - hour.began))), 0)
        from training_run_usage used, (select now() - interval '1 hour' as began) hour
        where used.organisation_id = organisation.id and used.seen_at > hour.began)::float8 / share_weight as computed
    from waiting join organisation on organisation.id = waiting.organisation_id
    left join busy on busy.organisation_id = organisation.id
  )
  select run.id from (select * from turn order by training, computed, since, organisation_id) turn
  cross join lateral (
    select id from training_run run
    where organisation_id = turn.organisation_id and status = 'QUEUED' and accelerator = any(:accelerators)
    order by ${urgency("run")}, id limit 1 for update skip locked
  ) run
  order by turn.training, turn.computed, turn.since, turn.organisation_id limit 1`;
