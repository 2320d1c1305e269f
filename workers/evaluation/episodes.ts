import { bootstrapIntervals, type Interval } from "./bootstrap.js";
import { meanOf } from "./scoring-rules.js";
import type { EpisodeReturns } from "./test-predictions.js";

/** How well a policy does: figures of the undiscounted returns of its episodes. */
export interface EpisodesEvaluation {
  /** Episodes. */
  rows: number;
  meanReturn: number;
  medianReturn: number;
  /** Of the sample, with n − 1; null for a single episode. */
  stdReturn: number | null;
  leastReturn: number;
  greatestReturn: number;
  /** Share of the episodes that reached the return that counts as success. */
  successShare: number;
  details: {
    /** In the order of the episodes. */
    returns: number[];
    success: number;
    intervals: Partial<Record<"meanReturn" | "successShare", Interval>>;
  };
}

/** Judges the returns of a policy's episodes. Throws a RangeError when there are none, or one is no finite number. */
export function evaluateEpisodes({ returns, success }: EpisodeReturns): EpisodesEvaluation {
  if (returns.length === 0) throw new RangeError("there are no episodes to evaluate");
  if (!returns.every(Number.isFinite)) throw new RangeError("a return is not a finite number");
  const values = Float64Array.from(returns);
  const successes = values.map((value) => (value >= success ? 1 : 0));
  const sorted = values.toSorted();
  const means = (counts?: Uint32Array) => ({
    meanReturn: meanOf(values, counts),
    successShare: meanOf(successes, counts),
  });
  return {
    rows: values.length,
    ...means(),
    medianReturn: median(sorted),
    stdReturn: values.length > 1 ? deviation(values) : null,
    leastReturn: sorted[0],
    greatestReturn: sorted[sorted.length - 1],
    details: { returns: [...values], success, intervals: bootstrapIntervals(values.length, means) },
  };
}

/** The middle value, or the mean of the two in the middle. */
function median(ascending: Float64Array): number {
  const middle = (ascending.length - 1) / 2;
  return (ascending[Math.floor(middle)] + ascending[Math.ceil(middle)]) / 2;
}

function deviation(values: Float64Array): number {
  const mean = meanOf(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}
