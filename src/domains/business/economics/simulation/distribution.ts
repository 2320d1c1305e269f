import { z } from "zod";

const number = z.number();
const threePoints = z
  .strictObject({ min: number, mode: number, max: number })
  .refine(({ min, mode, max }) => min <= mode && mode <= max && min < max, "needs min ≤ mode ≤ max, and min < max.");
const deviation = number.positive("must be greater than zero.");
const VALUES_MAX = 50;

/** How likely the values of an input are. */
export const distributions = {
  uniform: z.strictObject({ min: number, max: number }).refine(({ min, max }) => min < max, "needs min < max."),
  triangular: threePoints,
  /** A beta distribution with weight 4 at the mode, as in PERT (Malcolm et al., Operations Research 7(5), 1959). */
  pert: threePoints,
  normal: z.strictObject({ mean: number, deviation }),
  /** `spread` is the standard deviation of the logarithm. */
  logNormal: z.strictObject({
    median: number.positive("must be greater than zero."),
    spread: deviation.max(3, "must be 3 at most."),
  }),
  discrete: z
    .array(z.strictObject({ value: number, weight: number.positive("must be greater than zero.") }))
    .min(1, "needs a value.")
    .max(VALUES_MAX, `may have ${VALUES_MAX} values at most.`),
};

export const DISTRIBUTION_KINDS = Object.keys(distributions) as (keyof typeof distributions)[];

export type Distribution = {
  [K in keyof typeof distributions]: { kind: K; of: z.output<(typeof distributions)[K]> };
}[keyof typeof distributions];

/** Between which values a distribution lies; unbounded ones have no such ends. */
export function supportOf({ kind, of }: Distribution): [number, number] | undefined {
  switch (kind) {
    case "uniform":
    case "triangular":
    case "pert":
      return [of.min, of.max];
    case "discrete":
      return [Math.min(...of.map(({ value }) => value)), Math.max(...of.map(({ value }) => value))];
    default:
      return undefined;
  }
}
