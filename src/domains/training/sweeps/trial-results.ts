import type { EntityManager } from "@mikro-orm/postgresql";
import { isTerminal, RunStatus } from "../runs/run-status.js";
import { goesOn, rungsOf } from "./asha.js";
import { ResourceUnit, lossOf } from "./sweep.specs.js";
import type { BestSoFar } from "./sweep.events.js";
import type { SweepEventStore } from "./sweep-events.store.js";
import { type Sweep } from "./sweep.entity.js";
import { type SweepTrial } from "./sweep-trial.entity.js";
import { COUNTING, TrialStatus } from "./sweep-status.js";

/** How a trial's run stands. */
export interface TrialRun {
  id: string;
  status: RunStatus;
  trained: boolean;
  error: string | null;
}

/** A report of the objective by a trial's run. */
interface ObjectiveReport {
  seq: number;
  step: number;
  epoch: number;
  value: number;
  /** Whether it ends its epoch: validation does. */
  endsEpoch: boolean;
}

/** What the trials under way have come to: their reports, the rungs that they reach, their ends. */
export class TrialResults {
  constructor(private readonly events: SweepEventStore) {}

  /** How the runs of the trials stand. Read it before the reports, so that none of a run that has ended is missed. */
  async runsOf(em: EntityManager, trials: readonly SweepTrial[]): Promise<Map<string, TrialRun>> {
    if (trials.length === 0) return new Map();
    const rows = await em.execute<(Omit<TrialRun, "error"> & { error: { message: string } | null })[]>(
      `select id, status, trained_at is not null as trained, error from training_run where id in (?)`,
      [trials.flatMap(({ run }) => run?.id ?? [])],
    );
    return new Map(rows.map((row) => [row.id, { ...row, error: row.error?.message ?? null }]));
  }

  /** Takes in what has happened to a trial since it was last looked at. The sweep's row is locked. */
  async takeIn(em: EntityManager, sweep: Sweep, trial: SweepTrial, run: TrialRun | undefined): Promise<void> {
    const reports = run ? await this.reportsOf(em, sweep, trial, run.id) : [];
    const going = run !== undefined && !run.trained && !isTerminal(run.status);
    let last: ObjectiveReport | undefined;
    let verdict: string | undefined;
    for (const report of reports) {
      last = report;
      trial.seenSeq = report.seq;
      trial.value = report.value;
      if (trial.best === null || lossOf(sweep.goal, report.value) < lossOf(sweep.goal, trial.best))
        trial.best = report.value;
      verdict = await this.climb(em, sweep, trial, report);
      if (verdict && going) break;
    }
    if (last) {
      const { step, epoch, value } = last;
      await em.flush();
      const best = (await this.best(em, sweep))!;
      await this.events.append(em, sweep, { kind: "TrialReported", number: trial.number, step, epoch, value, best });
    }
    const end = run ? endOf(sweep, trial, run) : { status: TrialStatus.FAILED, reason: "its run is gone" };
    if (end) await this.end(em, sweep, trial, end.status, end.reason);
    else if (verdict && going) await this.end(em, sweep, trial, TrialStatus.STOPPED_EARLY, verdict);
  }

  /** The trial is over for its sweep, whatever its run still does. */
  async end(
    em: EntityManager,
    sweep: Sweep,
    trial: SweepTrial,
    outcome: TrialStatus,
    reason: string | null,
  ): Promise<void> {
    trial.end(outcome, reason);
    await em.flush();
    const best = await this.best(em, sweep);
    const { number, best: result } = trial;
    await this.events.append(em, sweep, { kind: "TrialEnded", number, outcome, result, reason, best });
  }

  /** The best trial so far; null while none has a result. */
  async best(em: EntityManager, { id, goal }: Sweep): Promise<BestSoFar | null> {
    const rows = await em.execute<BestSoFar[]>(
      `select number, best as value from sweep_trial
       where sweep_id = ? and best is not null and status in (?) order by best * ?, number limit 1`,
      [id, [...COUNTING], lossOf(goal, 1)],
    );
    return rows[0] ?? null;
  }

  /** Records the rungs that a report reaches. Returns why the trial should go no further, where it should not. */
  private async climb(
    em: EntityManager,
    sweep: Sweep,
    trial: SweepTrial,
    { step, epoch, value, endsEpoch }: ObjectiveReport,
  ): Promise<string | undefined> {
    const asha = sweep.earlyStopping;
    if (!asha) return undefined;
    const steps = asha.unit === ResourceUnit.STEP;
    const age = steps ? step : endsEpoch ? epoch : epoch - 1;
    const loss = lossOf(sweep.goal, value);
    for (const [rung, resource] of rungsOf(asha).entries()) {
      if (rung < trial.rungs.length) continue;
      if (resource > age) break;
      const others = await this.lossesAt(em, sweep, trial, rung);
      trial.rungs = [...trial.rungs, { rung, loss }];
      if (goesOn(loss, others, asha.reductionFactor)) continue;
      trial.stoppedAt = age;
      const unit = steps ? "step" : "epoch";
      return `stopped early by the sweep: ${sweep.metric} ${value.toPrecision(4)} at ${unit} ${age} is not among the best 1/${asha.reductionFactor} of the ${others.length + 1} trials that came so far`;
    }
    return undefined;
  }

  private async lossesAt(em: EntityManager, sweep: Sweep, trial: SweepTrial, rung: number): Promise<number[]> {
    await em.flush();
    const rows = await em.execute<{ loss: number }[]>(
      `select (rungs->cast(? as int)->>'loss')::float8 as loss from sweep_trial
       where sweep_id = ? and id <> ? and jsonb_array_length(rungs) > ?`,
      [rung, sweep.id, trial.id, rung],
    );
    return rows.map(({ loss }) => loss);
  }

  private async reportsOf(
    em: EntityManager,
    { metric }: Sweep,
    { seenSeq }: SweepTrial,
    runId: string,
  ): Promise<ObjectiveReport[]> {
    const rows = await em.execute<
      { seq: number; payload: { step: number; epoch: number; metrics: { name: string; value: number }[] } }[]
    >(
      `select seq, payload from training_run_event
       where run_id = ? and seq > ? and kind = 'MetricsLogged' and payload->'metrics' @> ?::jsonb order by seq`,
      [runId, seenSeq, JSON.stringify([{ name: metric }])],
    );
    return rows.map(({ seq, payload: { step, epoch, metrics } }) => ({
      seq,
      step,
      epoch,
      value: metrics.find(({ name }) => name === metric)!.value,
      endsEpoch: metrics.some(({ name }) => name.startsWith("val_")),
    }));
  }
}

/** How a trial ends when its run has ended; undefined while it goes on. */
function endOf(
  { metric }: Sweep,
  { best }: SweepTrial,
  run: TrialRun,
): { status: TrialStatus; reason: string | null } | undefined {
  switch (run.status) {
    case RunStatus.SUCCEEDED:
      return best === null
        ? { status: TrialStatus.FAILED, reason: `its run never reported ${metric}` }
        : { status: TrialStatus.SUCCEEDED, reason: null };
    case RunStatus.FAILED:
      return { status: TrialStatus.FAILED, reason: run.error };
    case RunStatus.CANCELLED:
      return { status: TrialStatus.CANCELLED, reason: "its run was cancelled" };
    default:
      return undefined;
  }
}
