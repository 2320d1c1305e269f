import type { EntityManager } from "@mikro-orm/postgresql";
import { jobOf, type Enqueue, type EnqueueFlow } from "../../../kernel/jobs/job-queues.js";
import { newId } from "../../../kernel/ids.js";
import type { OwnDataStore } from "../datasets/own-data.store.js";
import { checkLaunch } from "../runs/launch-input.js";
import { QuotaExceeded } from "../runs/run.refusals.js";
import type { RunIntake } from "../runs/run-intake.service.js";
import type { PastTrial } from "./sampling.js";
import type { ParameterValues } from "./search-space.js";
import { lossOf } from "./sweep.specs.js";
import { advanceSweep } from "./sweep.jobs.js";
import type { SweepEventStore } from "./sweep-events.store.js";
import type { Sweep } from "./sweep.entity.js";
import { SweepTrial } from "./sweep-trial.entity.js";
import { COUNTING, TrialStatus } from "./sweep-status.js";
import { proposeTrial } from "./trial-proposal.js";

/** A sweep whose first trials all fail is ended: so many tell that the next ones would too. */
const FAILURES_AT_START = 5;

/** What came of launching trials. */
export type LaunchOutcome =
  | { kind: "filled" }
  /** No further trial will come, for this reason where it is not simply that all have been launched. */
  | { kind: "exhausted"; reason: string | null }
  /** There is no room now. */
  | { kind: "waiting"; reason: string };

/** Launches the trials that a sweep has room for. */
export class TrialLaunching {
  constructor(
    private readonly intake: RunIntake,
    private readonly events: SweepEventStore,
    private readonly ownData: OwnDataStore,
  ) {}

  /**
   * Launches trials until `room` are under way more. The sweep's row is locked, so no trial is launched twice. Each is a
   * flow: the run's training job, and after it a look at the sweep.
   */
  async fill(em: EntityManager, enqueueFlow: EnqueueFlow, sweep: Sweep, room: number): Promise<LaunchOutcome> {
    for (let left = room; left > 0; left--) {
      const launched = await this.launchOne(em, enqueueFlow, sweep);
      if (launched) return launched;
    }
    return { kind: "filled" };
  }

  private async launchOne(
    em: EntityManager,
    enqueueFlow: EnqueueFlow,
    sweep: Sweep,
  ): Promise<LaunchOutcome | undefined> {
    if (sweep.launched >= sweep.maxTrials) return { kind: "exhausted", reason: null };
    if (sweep.budgetSeconds !== null && (await this.spent(em, sweep)) >= sweep.budgetSeconds)
      return { kind: "exhausted", reason: `its budget of ${sweep.budgetSeconds} compute seconds is spent` };
    const trials = await this.trialsOf(em, sweep);
    if (trials.length >= FAILURES_AT_START && trials.every(({ status }) => status === TrialStatus.FAILED))
      return { kind: "exhausted", reason: `its first ${trials.length} trials all failed` };
    const number = sweep.launched + 1;
    const parameters = proposeTrial({ ...sweep, history: trials.map((trial) => past(sweep, trial)), number });
    if (!parameters) return { kind: "exhausted", reason: "every point of its space has been tried" };
    const { recipe, dataset, seed, accelerator, priority } = sweep;
    const trial = {
      ...{ recipe, dataset, seed, accelerator, priority },
      parameters: { ...sweep.fixedParameters, ...parameters },
      name: `${sweep.name.slice(0, NAME_MAX)} #${number}`,
    };
    const launch = checkLaunch(trial, await this.ownData.pinned(sweep.datasetVersionId));
    if (Array.isArray(launch)) {
      const refusal = launch.map(({ field, message }) => `${field} ${message}`).join("; ");
      return { kind: "exhausted", reason: `the recipe refuses its trial ${number}: ${refusal}` };
    }
    const id = newId();
    const asFlow: Enqueue = (spec, payload, options) =>
      enqueueFlow(jobOf(advanceSweep, { sweepId: sweep.id }), [jobOf(spec, payload, options)]);
    const taken = await this.intake.take(em, asFlow, {
      id,
      organisationId: sweep.organisation.id,
      launchedBy: sweep.launchedBy?.id ?? null,
      launch,
      prepare: async (inner, run) => {
        run.sweepId = sweep.id;
        sweep.launched = number;
        sweep.waitingFor = null;
        inner.create(SweepTrial, { sweep, number, run, parameters });
        await this.events.append(inner, sweep, { kind: "TrialLaunched", number, runId: id, parameters });
      },
    });
    return taken instanceof QuotaExceeded ? { kind: "waiting", reason: taken.message } : undefined;
  }

  /** Compute seconds of all trials so far, by the account of what runs use. */
  private async spent(em: EntityManager, { id }: Sweep): Promise<number> {
    const [{ spent }] = await em.execute<{ spent: number }[]>(
      `select coalesce(sum(u.seconds * u.units), 0)::float8 as spent
       from training_run_usage u join sweep_trial t on t.run_id = u.run_id
       where t.sweep_id = ? and u.purpose = 'TRAINING'`,
      [id],
    );
    return spent;
  }

  private async trialsOf(em: EntityManager, { id }: Sweep): Promise<TrialRow[]> {
    await em.flush();
    return em.execute<TrialRow[]>(
      `select number, parameters, best, status from sweep_trial where sweep_id = ? order by number`,
      [id],
    );
  }
}

interface TrialRow {
  number: number;
  parameters: ParameterValues;
  best: number | null;
  status: TrialStatus;
}

/** Room for the trial's number in the name of its run. */
const NAME_MAX = 110;

/** A trial under way counts as having no result yet, whatever it has reported: its best is still to come. */
function past({ goal }: Sweep, { number, parameters, best, status }: TrialRow): PastTrial {
  const counts = best !== null && COUNTING.includes(status) && status !== TrialStatus.RUNNING;
  return { number, parameters, loss: counts ? lossOf(goal, best) : null };
}
