import { LockMode } from "@mikro-orm/core";
import type { EntityManager } from "@mikro-orm/postgresql";
import type { EnqueueFlow, JobQueues } from "../../../kernel/jobs/job-queues.js";
import type { Reader } from "../../../kernel/read/reader.js";
import { ACTIVE, RunStatus } from "../runs/run-status.js";
import type { RunControl } from "../runs/run-control.service.js";
import type { SweepEventStore } from "./sweep-events.store.js";
import { Sweep } from "./sweep.entity.js";
import { SweepTrial } from "./sweep-trial.entity.js";
import { SweepStatus, TrialStatus } from "./sweep-status.js";
import type { TrialLaunching } from "./trial-launching.js";
import type { TrialResults } from "./trial-results.js";

/** A sweep is looked at again after so long, though nothing told to. */
const LOOK_SECONDS = 2;
/** Sweeps that one look takes. */
const SWEEPS_MAX = 20;
const RUNS_MAX = 100;

/** Drives sweeps: takes in what trials come to, stops and launches others, and ends the sweep. */
export class SweepController {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly jobs: JobQueues,
    private readonly events: SweepEventStore,
    private readonly results: TrialResults,
    private readonly launching: TrialLaunching,
    private readonly runs: RunControl,
  ) {}

  /**
   * Does what is next for a sweep. Any worker may call it at any time and as often as it likes: the sweep's row is locked,
   * and what is next follows from the rows alone.
   */
  async advance(sweepId: string): Promise<void> {
    const news = await this.jobs.transactional(this.em.fork(), async (em, _enqueue, enqueueFlow) => {
      const sweep = await em.findOne(Sweep, sweepId, { lockMode: LockMode.PESSIMISTIC_WRITE });
      if (!sweep || sweep.hasEnded) return undefined;
      const before = sweep.lastSeq;
      await this.step(em, enqueueFlow, sweep);
      return sweep.lastSeq > before ? sweep.lastSeq : undefined;
    });
    await this.endRuns(sweepId);
    if (news !== undefined) await this.events.announce(sweepId, news);
  }

  /** Looks at the sweeps that nobody has looked at for a while: a job or a signal may be lost, or room has been made. */
  async lookAround(): Promise<void> {
    const due = await this.reader.query<{ id: string }>(
      `update sweep set looked_at = now() where id in (
         select id from sweep where status in ('RUNNING', 'PAUSED') and looked_at < now() - make_interval(secs => $1)
         order by looked_at limit $2 for update skip locked)
       returning id`,
      [LOOK_SECONDS, SWEEPS_MAX],
    );
    for (const { id } of due) await this.advance(id);
    await this.endRuns(null);
  }

  /** Ends the runs of trials that their sweep has given up; of one sweep, or of all. */
  async endRuns(sweepId: string | null, actor?: string): Promise<void> {
    const given = await this.reader.query<{ id: string; reason: string }>(
      `select r.id, t.reason from training_run r join sweep_trial t on t.run_id = r.id
       where r.status = any($1) and t.status in ('STOPPED_EARLY', 'CANCELLED') and r.sweep_id is not null
         and ($2::uuid is null or t.sweep_id = $2) limit $3`,
      [ENDABLE, sweepId, RUNS_MAX],
    );
    for (const { id, reason } of given) await this.runs.end(id, reason, actor);
  }

  private async step(em: EntityManager, enqueueFlow: EnqueueFlow, sweep: Sweep): Promise<void> {
    const trials = await em.find(SweepTrial, { sweep, status: TrialStatus.RUNNING }, { orderBy: { number: "asc" } });
    const runs = await this.results.runsOf(em, trials);
    for (const trial of trials) await this.results.takeIn(em, sweep, trial, runs.get(trial.run?.id ?? ""));
    if (sweep.status !== SweepStatus.RUNNING) return;

    const underWay = trials.filter(({ status }) => status === TrialStatus.RUNNING);
    const paused = underWay.filter(({ run }) => runs.get(run?.id ?? "")?.status === RunStatus.PAUSED);
    const room = sweep.concurrency - (underWay.length - paused.length);
    const before = sweep.launched;
    const outcome = await this.launching.fill(em, enqueueFlow, sweep, room);
    const atRest = outcome.kind === "exhausted" && sweep.launched === before && paused.length === underWay.length;
    if (atRest && paused.length === 0) return this.finish(em, sweep, outcome.reason);
    await this.sayWaiting(
      em,
      sweep,
      outcome.kind === "waiting" ? outcome.reason : atRest ? `The run of trial ${paused[0].number} is paused.` : null,
    );
  }

  /** All trials that there will be have ended. */
  private async finish(em: EntityManager, sweep: Sweep, reason: string | null): Promise<void> {
    const best = await this.results.best(em, sweep);
    const [last] = await em.execute<{ number: number; reason: string | null }[]>(
      `select number, reason from sweep_trial where sweep_id = ? order by number desc limit 1`,
      [sweep.id],
    );
    const failure = last
      ? `None of its ${sweep.launched} trials has a result; trial ${last.number}: ${last.reason ?? "no reason"}.`
      : "It had no trial.";
    const stopped = reason && `It stopped launching: ${reason}.`;
    const status = best ? SweepStatus.SUCCEEDED : SweepStatus.FAILED;
    const said = best ? stopped : [failure, stopped].filter(Boolean).join(" ");
    const previous = sweep.become(status, said);
    await this.events.append(em, sweep, { kind: "SweepStatusChanged", status, previous, reason: said, actor: null });
  }

  private async sayWaiting(em: EntityManager, sweep: Sweep, waitingFor: string | null): Promise<void> {
    const began = sweep.waitingFor === null && waitingFor !== null;
    sweep.waitingFor = waitingFor;
    // While it waits the figures in the reason may change from look to look; that is no event.
    if (!began) return;
    const { status } = sweep;
    const event = { status, previous: status, reason: `It waits: ${waitingFor}`, actor: null };
    await this.events.append(em, sweep, { kind: "SweepStatusChanged", ...event });
  }
}

/** Statuses of a run that is not on its way to an end yet. */
const ENDABLE = [...ACTIVE, RunStatus.PAUSED].filter((status) => status !== RunStatus.CANCELLING);
