import { RandomStreams } from "../../src/kernel/random.js";

/** Where a figure would lie on other rows of the same kind, 19 times out of 20. */
export interface Interval {
  low: number;
  high: number;
}

const RESAMPLES = 1_000;
/** The share of resamples left out at each end. */
const TAIL = 0.025;

/**
 * 95% intervals by the percentile bootstrap (Efron and Tibshirani, "An Introduction to the Bootstrap", 1993, chapter 13):
 * as many rows are drawn with replacement, 1,000 times, and the figures are computed of each draw. `figuresOf` gets how
 * often each row was drawn; NaN says that a figure has no meaning for a draw, which then does not count for it.
 *
 * The draws depend on nothing but the number of rows, so that the same predictions always get the same intervals. They
 * tell how far the choice of rows matters, not how far another training would. A figure that no draw changes, such as
 * the accuracy of a model without a mistake, has no interval: one of no width would claim a certainty that is not there.
 */
export function bootstrapIntervals<F extends string>(
  rows: number,
  figuresOf: (counts: Uint32Array) => Record<F, number>,
): Partial<Record<F, Interval>> {
  const random = new RandomStreams(0).stream("bootstrap");
  const counts = new Uint32Array(rows);
  const drawn = new Map<F, Float64Array>();
  for (let resample = 0; resample < RESAMPLES; resample++) {
    counts.fill(0);
    for (let row = 0; row < rows; row++) counts[random.int(rows)] += 1;
    for (const [name, value] of Object.entries<number>(figuresOf(counts)) as [F, number][]) {
      if (!drawn.has(name)) drawn.set(name, new Float64Array(RESAMPLES));
      drawn.get(name)![resample] = value;
    }
  }
  const intervals = [...drawn].flatMap(([name, values]) => {
    const interval = percentiles(values);
    return interval ? [[name, interval]] : [];
  });
  return Object.fromEntries(intervals) as Partial<Record<F, Interval>>;
}

/** The k-th lowest and k-th highest of B values, k = ⌊(B + 1) · 0.025⌋; undefined for too few, or all alike. */
function percentiles(values: Float64Array): Interval | undefined {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  const k = Math.floor((sorted.length + 1) * TAIL);
  if (k === 0 || sorted[0] === sorted[sorted.length - 1]) return undefined;
  return { low: sorted[k - 1], high: sorted[sorted.length - k] };
}
