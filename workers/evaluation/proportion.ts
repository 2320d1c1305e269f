import type { Interval } from "./bootstrap.js";

/** The normal distribution's quantile that leaves out 2.5% at each end. */
const Z = 1.959963984540054;

/**
 * 95% interval of a share, from its hits among so many rows: honest for few rows and for shares of 0 and 1 too.
 * Source: Wilson, "Probable inference, the law of succession, and statistical inference", JASA 22, 1927.
 */
export function wilsonInterval(hits: number, rows: number): Interval {
  const share = hits / rows;
  const middle = share + Z ** 2 / (2 * rows);
  const reach = Z * Math.sqrt((share * (1 - share)) / rows + Z ** 2 / (4 * rows ** 2));
  const scale = 1 + Z ** 2 / rows;
  return { low: Math.max(0, (middle - reach) / scale), high: Math.min(1, (middle + reach) / scale) };
}
