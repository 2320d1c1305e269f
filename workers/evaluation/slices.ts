import type { Interval } from "./bootstrap.js";
import type { Groups } from "./fairness.js";
import { predictedLabels, type Scored } from "./predictions.js";
import { wilsonInterval } from "./proportion.js";

/** A number of each row that the classifier may do better or worse by, such as a text's length; NaN where it is not known. */
export interface Trait {
  name: string;
  values: Float32Array;
}

/** Rows that have something in common, and how many of them are right. */
export interface Slice extends Interval {
  /** What they have in common. */
  by: "CLASS" | "CONFIDENCE" | "GROUP" | "TRAIT";
  /** e.g. `class = Adelie`, `sex = male`, `length ≤ 12`. */
  name: string;
  rows: number;
  errors: number;
  accuracy: number;
}

const SLICES = 20;
/** Fewer rows are chance. */
const FEWEST = 5;
const CONFIDENCES = [0.5, 0.7, 0.9, 0.99];

/**
 * Where a classifier fails: the shares that are right of the rows of each class, each degree of confidence, each group, and each third of
 * the traits, with 95% Wilson intervals. Those come first of which it is surest that they are bad, by the upper ends of their intervals; at
 * most twenty, none of fewer than five rows. Looking at many slices some are low by chance: the intervals are each for itself.
 */
export function worstSlices(scored: Scored, { groups, traits = [] }: { groups?: Groups; traits?: Trait[] }): Slice[] {
  const { classes, labels, probabilities } = scored;
  const predicted = predictedLabels(scored);
  const rows = Array.from({ length: labels.length }, (_, row) => row);
  const confidence = (row: number) => probabilities[row * classes.length + predicted[row]];
  const sliced = (by: Slice["by"], nameOf: (row: number) => string | null) =>
    [...Map.groupBy(rows, nameOf)].flatMap(([name, members]): Slice[] => {
      if (name === null || members.length < FEWEST) return [];
      const errors = members.filter((row) => predicted[row] !== labels[row]).length;
      const hits = members.length - errors;
      const interval = wilsonInterval(hits, members.length);
      return [{ by, name, rows: members.length, errors, accuracy: hits / members.length, ...interval }];
    });
  return [
    ...sliced("CLASS", (row) => `class = ${classes[labels[row]]}`),
    ...sliced("CONFIDENCE", (row) => bandName("confidence", confidence(row), CONFIDENCES)),
    ...(groups
      ? sliced("GROUP", (row) => (groups.of[row] < 0 ? null : `${groups.column} = ${groups.names[groups.of[row]]}`))
      : []),
    ...traits.flatMap(({ name, values }) => {
      const bounds = tercilesOf(values);
      return sliced("TRAIT", (row) => (Number.isNaN(values[row]) ? null : bandName(name, values[row], bounds)));
    }),
  ]
    .sort((a, b) => a.high - b.high || b.rows - a.rows)
    .slice(0, SLICES);
}

/** The values that a third and two thirds of the known ones do not exceed; one where they are equal. */
export function tercilesOf(values: ArrayLike<number>): number[] {
  const known = Array.from(values).filter((value) => !Number.isNaN(value));
  known.sort((a, b) => a - b);
  if (known.length === 0) return [];
  const bounds = [1 / 3, 2 / 3].map((share) => known[Math.ceil(share * known.length) - 1]);
  // Above the highest value there is nobody.
  return [...new Set(bounds)].filter((bound) => bound < known[known.length - 1]);
}

/** Between which of the bounds a value lies, in words: `length ≤ 12`, `12 < length ≤ 40`, `length > 40`. */
function bandName(name: string, value: number, bounds: readonly number[]): string {
  const at = bounds.findIndex((bound) => value <= bound);
  const shown = (bound: number) => String(Number(bound.toPrecision(4)));
  if (bounds.length === 0) return name;
  if (at === 0) return `${name} ≤ ${shown(bounds[0])}`;
  if (at < 0) return `${name} > ${shown(bounds[bounds.length - 1])}`;
  return `${shown(bounds[at - 1])} < ${name} ≤ ${shown(bounds[at])}`;
}
