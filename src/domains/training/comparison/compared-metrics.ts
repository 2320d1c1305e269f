import type { Point } from "../series/downsample.js";
import { Direction, directionOf, winnerAmong } from "../series/metric-direction.js";

/** What the curves of several runs are laid over. The keys are GraphQL's names. */
export enum CompareBy {
  STEP = "STEP",
  EPOCH = "EPOCH",
  TIME = "TIME",
}

/** A value of a series, with the place that it stands at. */
export interface MetricMark {
  value: number;
  step: number;
  /** Epochs done, with their fraction; null while a run does not know its length. */
  epoch: number | null;
}

/** How a metric went in one run. */
export interface ComparedCurve {
  runId: string;
  x: number[];
  values: number[];
  best: MetricMark | null;
  final: MetricMark;
}

/** One metric of several runs. Runs that have not logged it have no curve. */
export interface ComparedMetric {
  name: string;
  direction: Direction | null;
  curves: ComparedCurve[];
  winnerId: string | null;
}

/** Where the steps of a run stand on an axis; null where that is not known. */
export type Axis = (step: number) => number | null;

/** The axes of one run. */
export interface RunAxes {
  epoch: Axis;
  /** The one that curves are laid over. */
  x: Axis;
}

/** The series of a metric, run beside run. Thinned series keep their peaks and ends, so best and final are exact. */
export function compareMetric(
  name: string,
  series: readonly { runId: string; points: readonly Point[] }[],
  axes: ReadonlyMap<string, RunAxes>,
): ComparedMetric {
  const direction = directionOf(name);
  const curves = series.map(({ runId, points }): ComparedCurve => {
    const { epoch, x } = axes.get(runId)!;
    const mark = ({ step, value }: Point): MetricMark => ({ step, value, epoch: epoch(step) });
    const placed = points.flatMap(({ step, value }) => {
      const at = x(step);
      return at === null ? [] : [[at, value] as const];
    });
    const best = direction && points.reduce((a, b) => (betterThan(b.value, a.value, direction) ? b : a));
    return {
      runId,
      x: placed.map(([at]) => at),
      values: placed.map(([, value]) => value),
      best: best ? mark(best) : null,
      final: mark(points[points.length - 1]),
    };
  });
  const winner = winnerAmong(
    curves.map(({ best }) => best?.value ?? null),
    direction,
  );
  return {
    name,
    direction: direction ?? null,
    curves,
    winnerId: winner === undefined ? null : curves[winner].runId,
  };
}

/** Epochs by step, at an even pace. */
export function epochAxis(progress: { epochs: number; steps: number } | null): Axis {
  return (step) => (progress && progress.steps > 0 ? (step * progress.epochs) / progress.steps : null);
}

/** Seconds by step: straight between the moments that are known, which are by step, and from the start at step 0. */
export function timeAxis(moments: readonly { step: number; seconds: number }[]): Axis {
  return (step) => {
    const next = moments.findIndex((moment) => moment.step >= step);
    if (next < 0) return moments.at(-1)?.seconds ?? null;
    const to = moments[next];
    const from = moments[next - 1] ?? { step: 0, seconds: 0 };
    const share = to.step === from.step ? 1 : (step - from.step) / (to.step - from.step);
    return from.seconds + share * (to.seconds - from.seconds);
  };
}

function betterThan(value: number, than: number, direction: Direction): boolean {
  return direction === Direction.LOWER ? value < than : value > than;
}
