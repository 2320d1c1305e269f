/** One observation: where it lies in the unit cube, and what was measured there. */
export interface Observation {
  coordinates: readonly number[];
  value: number;
}

/** A part of the unit cube in which a tree predicts one value. */
export interface Leaf {
  low: readonly number[];
  high: readonly number[];
  value: number;
}

/** Observations that are not parted further. */
const LEAF_MIN = 2;

/**
 * A regression tree as its leaves, which fill the unit cube: each part is cut where the squares of the deviations fall most,
 * until few observations are left or none differ. Source: L. Breiman et al., "Classification and regression trees", 1984.
 */
export function growTree(observations: readonly Observation[], dimensions: number): Leaf[] {
  const low = Array<number>(dimensions).fill(0);
  const high = Array<number>(dimensions).fill(1);
  return part(observations, low, high);
}

function part(observations: readonly Observation[], low: readonly number[], high: readonly number[]): Leaf[] {
  const cut = observations.length > LEAF_MIN ? bestCut(observations, low.length) : undefined;
  if (!cut) {
    return [{ low, high, value: observations.reduce((sum, { value }) => sum + value, 0) / observations.length }];
  }
  const { dimension, at } = cut;
  return [
    ...part(
      observations.filter(({ coordinates }) => coordinates[dimension] <= at),
      low,
      high.with(dimension, at),
    ),
    ...part(
      observations.filter(({ coordinates }) => coordinates[dimension] > at),
      low.with(dimension, at),
      high,
    ),
  ];
}

/** The cut that leaves the least squares; undefined when all values are the same, or all places. */
function bestCut(
  observations: readonly Observation[],
  dimensions: number,
): { dimension: number; at: number } | undefined {
  const total = observations.reduce((sum, { value }) => sum + value, 0);
  const count = observations.length;
  const uncut = (total * total) / count;
  let best: { dimension: number; at: number; gain: number } | undefined;
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const sorted = observations.toSorted((a, b) => a.coordinates[dimension] - b.coordinates[dimension]);
    let left = 0;
    for (let index = 1; index < count; index++) {
      left += sorted[index - 1].value;
      const [before, after] = [sorted[index - 1].coordinates[dimension], sorted[index].coordinates[dimension]];
      if (before === after) continue;
      const gain = (left * left) / index + (total - left) ** 2 / (count - index) - uncut;
      if (gain > (best?.gain ?? 1e-12 * Math.abs(uncut))) best = { dimension, at: (before + after) / 2, gain };
    }
  }
  return best;
}
