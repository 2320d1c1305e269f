import { InvalidInput, NotFound } from "../../../kernel/errors.js";
import { globalId } from "../../../kernel/ids.js";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import { runCost } from "../costs/run-cost.views.js";
import type { MetricSeriesStore } from "../series/metric-series.store.js";
import {
  type ComparedMetric,
  CompareBy,
  compareMetric,
  epochAxis,
  type RunAxes,
  timeAxis,
} from "./compared-metrics.js";
import { compareFigures, compareValues, type ComparedFigure, type ComparedValue } from "./compared-values.js";

const RUNS_MIN = 2;
const RUNS_MAX = 20;
/** Most metrics of a comparison, and those of one that names none. */
const METRICS_MAX = 20;
const METRICS_UNNAMED = 10;
const POINTS_MIN = 4;
const POINTS_MAX = 1_000;
/** Most points of a whole comparison: of long series as many as 32 times that are read to find their peaks. */
const TOTAL_MAX = 40_000;
/** Moments of a run that a time axis goes by at most. */
const MOMENTS_MAX = 400;

/** What to compare, and how. */
export interface ComparisonRequest {
  /** Row ids. */
  runIds: string[];
  /** When not given, the first `METRICS_UNNAMED` by name. */
  metrics?: string[] | null;
  /** Of each curve. */
  maxPoints: number;
  by: CompareBy;
}

/** Runs side by side: every list of values is in the order of `runIds`. */
export interface Comparison {
  runIds: string[];
  names: string[];
  settings: ComparedValue[];
  parameters: ComparedValue[];
  environment: ComparedValue[];
  evaluation: ComparedFigure[];
  durations: ComparedFigure[];
  cost: ComparedFigure[];
  by: CompareBy;
  /** Reads the curves, once. */
  metrics(): Promise<ComparedMetric[]>;
}

/** Comparing runs of one organisation, in as many statements for twenty runs as for two. */
export class Comparisons {
  constructor(
    private readonly reader: Reader,
    private readonly series: MetricSeriesStore,
  ) {}

  /**
   * Sets runs side by side. Throws `NotFound` for the first run that the viewer may not see, and `InvalidInput` for too few,
   * too many or the same run twice. Curves are read when they are asked for.
   */
  async compare(viewer: Viewer, request: ComparisonRequest): Promise<Comparison> {
    viewer.require("run:read");
    checkRequest(request);
    const { runIds, by } = request;
    const found = await this.reader.query<Compared>(COMPARED, [runIds, viewer.organisationId]);
    const byId = new Map(found.map((run) => [run.id, run]));
    const runs = runIds.map((id) => {
      const run = byId.get(id);
      if (!run) throw new NotFound("TrainingRun", globalId("TrainingRun", id));
      return run;
    });
    let metrics: Promise<ComparedMetric[]> | undefined;
    return {
      runIds,
      names: runs.map(({ name }) => name),
      settings: compareValues(runs.map(({ settings }) => settings)),
      parameters: compareValues(runs.map(({ parameters }) => parameters)),
      environment: compareValues(runs.map(({ environment }) => environment)),
      evaluation: compareFigures(
        runs.map(({ evaluation }) => evaluation),
        runs.map(({ baseline }) => baseline),
      ),
      durations: compareFigures(runs.map(({ durations }) => durations)),
      cost: compareFigures(runs.map(({ cost }) => cost)),
      by,
      metrics: () => (metrics ??= this.metricsOf(runs, request)),
    };
  }

  private async metricsOf(
    runs: Compared[],
    { metrics, maxPoints, by, runIds }: ComparisonRequest,
  ): Promise<ComparedMetric[]> {
    const names = metrics ?? [...new Set(runs.flatMap((run) => run.metrics))].sort().slice(0, METRICS_UNNAMED);
    checkTotal(runIds.length * names.length * maxPoints);
    const [series, axes] = await Promise.all([this.series.read({ runIds, names, maxPoints }), this.axesOf(runs, by)]);
    return names.flatMap((name) => {
      const ofName = runIds.flatMap(
        (id) => series.find((one) => one.runId === id && one.name === name && one.points.length > 0) ?? [],
      );
      return ofName.length > 0 ? compareMetric(name, ofName, axes) : [];
    });
  }

  private async axesOf(runs: Compared[], by: CompareBy): Promise<Map<string, RunAxes>> {
    const moments = new Map<string, { step: number; seconds: number }[]>();
    if (by === CompareBy.TIME) {
      const ids = runs.map(({ id }) => id);
      for (const { run_id, ...moment } of await this.reader.query<Moment>(MOMENTS, [ids, MOMENTS_MAX])) {
        moments.set(run_id, [...(moments.get(run_id) ?? []), moment]);
      }
    }
    return new Map(
      runs.map(({ id, progress }) => {
        const epoch = epochAxis(progress);
        const axes = { STEP: (step: number) => step, EPOCH: epoch, TIME: timeAxis(moments.get(id) ?? []) };
        return [id, { epoch, x: axes[by] }];
      }),
    );
  }
}

function checkRequest({ runIds, metrics, maxPoints }: ComparisonRequest): void {
  if (runIds.length < RUNS_MIN || runIds.length > RUNS_MAX) {
    throw new InvalidInput("ids", `must be from ${RUNS_MIN} to ${RUNS_MAX} runs, not ${runIds.length}.`);
  }
  const twice = runIds.find((id, at) => runIds.indexOf(id) !== at);
  if (twice) throw new InvalidInput("ids", `${globalId("TrainingRun", twice)} is there twice.`);
  if (metrics && (metrics.length > METRICS_MAX || new Set(metrics).size < metrics.length)) {
    throw new InvalidInput("metrics", `must be at most ${METRICS_MAX}, each once.`);
  }
  if (maxPoints < POINTS_MIN || maxPoints > POINTS_MAX) {
    throw new InvalidInput("maxPoints", `must be from ${POINTS_MIN} to ${POINTS_MAX}, not ${maxPoints}.`);
  }
  checkTotal(runIds.length * (metrics?.length ?? 0) * maxPoints);
}

function checkTotal(points: number): void {
  if (points <= TOTAL_MAX) return;
  throw new InvalidInput("maxPoints", `would make ${points} points in all; ${TOTAL_MAX} are allowed.`);
}

/** A run as a comparison needs it. */
interface Compared {
  id: string;
  name: string;
  settings: object;
  parameters: object;
  environment: object;
  progress: { epochs: number; steps: number } | null;
  /** Names of what it has logged. */
  metrics: string[];
  evaluation: object | null;
  baseline: object | null;
  durations: object;
  cost: object | null;
}

/** When a run had come to a step, in seconds after its start. */
interface Moment {
  run_id: string;
  step: number;
  seconds: number;
}

const figuresOf = (subject: string) => `(select report - 'rows' - 'classes' - 'confusion' - 'details' from evaluation
  where run_id = run.id and subject = '${subject}' and request_id is null)`;
const seconds = (from: string, to: string) => `extract(epoch from ${to} - ${from})::float8`;

const COMPARED = `
  select run.id, run.name, run.parameters, run.progress,
    json_build_object('recipe', run.recipe, 'dataset', run.dataset, 'datasetSha256', run.dataset_sha256,
      'seed', run.seed, 'accelerator', run.accelerator) as settings,
    json_build_object('backend', run.backend->'name', 'device', run.backend->'device',
      'memoryBytes', run.backend->'memoryBytes', 'attempts', run.attempt) as environment,
    array(select jsonb_object_keys(run.latest_metrics)) as metrics,
    ${figuresOf("MODEL")} as evaluation, ${figuresOf("BASELINE")} as baseline,
    json_build_object(
      'waitingSeconds', ${seconds("run.created_at", "coalesce(run.started_at, run.finished_at, now())")},
      'trainingSeconds', ${seconds("run.started_at", "coalesce(run.trained_at, run.finished_at, now())")},
      'totalSeconds', ${seconds("run.created_at", "coalesce(run.finished_at, now())")}) as durations,
    ${runCost("run")}::jsonb - 'assumptions' - 'money' - 'evaluations' as cost
  from training_run run where run.id = any($1::uuid[]) and run.organisation_id = $2`;

const MOMENTS = `
  select run_id, step, seconds from (
    select event.run_id, (event.payload->>'step')::int as step, ${seconds("run.started_at", "event.at")} as seconds,
      row_number() over history as place, count(*) over (partition by event.run_id) as places
    from training_run_event event join training_run run on run.id = event.run_id
    where event.run_id = any($1::uuid[]) and event.kind = 'MetricsLogged'
    window history as (partition by event.run_id order by event.seq)
  ) moment
  where place = places or place % greatest(1, places / $2::int) = 0
  order by run_id, step`;
