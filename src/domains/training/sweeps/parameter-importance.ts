import { RandomStreams } from "../../../kernel/random.js";
import { growTree, type Leaf, type Observation } from "./regression-tree.js";
import { axisPosition, coordinateOf, type Dimension, type ParameterValues } from "./search-space.js";

/** How much of the objective's variance a parameter explains. */
export interface ParameterImportance {
  parameter: string;
  /** From 0 to 1; all parameters of a sweep sum to 1, unless none explains anything. */
  importance: number;
}

/** A trial with its result. */
export interface JudgedTrial {
  parameters: ParameterValues;
  value: number;
}

const TREES = 32;
/** Fewer results say nothing of any parameter. */
const TRIALS_MIN = 4;
/** More would keep a request waiting; they are taken evenly from all. */
const TRIALS_MAX = 300;

/**
 * What share of the objective's variance each parameter explains by itself, most important first; empty while there are too
 * few results. A forest of trees on resampled trials predicts the objective over the whole space, and the variance of that
 * prediction is taken apart exactly, leaf by leaf (functional ANOVA, main effects). The same trials give the same answer.
 * Source: F. Hutter, H. Hoos and K. Leyton-Brown, "An efficient approach for assessing hyperparameter importance", ICML
 * 2014; like Optuna, shares are of what single parameters explain.
 */
export function parameterImportance(
  space: readonly Dimension[],
  trials: readonly JudgedTrial[],
): ParameterImportance[] {
  if (trials.length < TRIALS_MIN) return [];
  const observations = observe(space, thinned(trials));
  const random = new RandomStreams(0).stream("forest");
  const shares = space.map(() => 0);
  for (let tree = 0; tree < TREES; tree++) {
    const resampled = observations.map(() => observations[random.int(observations.length)]);
    const effects = mainEffects(growTree(resampled, space.length), space.length);
    for (const [dimension, effect] of effects.entries()) shares[dimension] += effect / TREES;
  }
  const total = shares.reduce((sum, share) => sum + share, 0);
  return space
    .map(({ parameter }, at) => ({ parameter, importance: total > 0 ? shares[at] / total : 0 }))
    .sort((a, b) => b.importance - a.importance || (a.parameter < b.parameter ? -1 : 1));
}

/** For each dimension, the variance of a tree's prediction that it explains alone, as a share of the whole variance. */
function mainEffects(leaves: readonly Leaf[], dimensions: number): number[] {
  const volumes = leaves.map(({ low, high }) => low.reduce((volume, from, at) => volume * (high[at] - from), 1));
  const mean = leaves.reduce((sum, { value }, at) => sum + volumes[at] * value, 0);
  const variance = leaves.reduce((sum, { value }, at) => sum + volumes[at] * (value - mean) ** 2, 0);
  if (variance === 0) return Array<number>(dimensions).fill(0);
  return Array.from({ length: dimensions }, (_, dimension) => {
    const ends = [...new Set(leaves.flatMap(({ low, high }) => [low[dimension], high[dimension]]))].sort(
      (a, b) => a - b,
    );
    let explained = 0;
    for (let at = 1; at < ends.length; at++) {
      const [low, high] = [ends[at - 1], ends[at]];
      // What the tree predicts on average where this parameter lies in this stretch.
      const predicted = leaves.reduce(
        (sum, leaf, index) =>
          leaf.low[dimension] <= low && leaf.high[dimension] >= high
            ? sum + (volumes[index] / (leaf.high[dimension] - leaf.low[dimension])) * leaf.value
            : sum,
        0,
      );
      explained += (high - low) * (predicted - mean) ** 2;
    }
    return explained / variance;
  });
}

/**
 * Trials as places in the unit cube. Choices stand in the order of their mean objective: a single cut then finds the best
 * grouping of them (Breiman et al., 1984).
 */
function observe(space: readonly Dimension[], trials: readonly JudgedTrial[]): Observation[] {
  const ordered = space.map((dimension): Dimension => {
    if (dimension.kind !== "CHOICE") return dimension;
    const meanOf = new Map(
      dimension.choices.map((choice) => {
        const values = trials
          .filter(({ parameters }) => parameters[dimension.parameter] === choice)
          .map(({ value }) => value);
        return [choice, values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length)];
      }),
    );
    return { ...dimension, choices: dimension.choices.toSorted((a, b) => meanOf.get(a)! - meanOf.get(b)!) };
  });
  return trials.map(({ parameters, value }) => ({
    coordinates: ordered.map((dimension) => coordinateOf(dimension, parameters[dimension.parameter])),
    value,
  }));
}

function thinned(trials: readonly JudgedTrial[]): JudgedTrial[] {
  const kept = Math.min(trials.length, TRIALS_MAX);
  return Array.from({ length: kept }, (_, at) => trials[Math.floor((at * trials.length) / kept)]);
}

/** Where a trial's line crosses the axis of each parameter, in the order of the space: from 0 at the bottom to 1. */
export function axisPositions(space: readonly Dimension[], parameters: ParameterValues): number[] {
  return space.map((dimension) => axisPosition(dimension, parameters[dimension.parameter]));
}
