import type { Distribution } from "../../src/domains/business/economics/simulation/distribution.js";
import { lowerTail } from "../../src/kernel/statistics/normal-distribution.js";

/** The value of a distribution at a standard normal number, so that normal numbers that go together draw values that do. */
export type NormalQuantile = (z: number) => number;

/** Cells that the beta distribution is integrated over. */
const CELLS = 4096;

export function quantileOf(distribution: Distribution): NormalQuantile {
  const { kind, of } = distribution;
  switch (kind) {
    case "normal":
      return (z) => of.mean + of.deviation * z;
    case "logNormal":
      return (z) => of.median * Math.exp(of.spread * z);
    case "uniform":
      return (z) => of.min + (of.max - of.min) * lowerTail(z);
    case "triangular":
      return triangular(of);
    case "pert":
      return pert(of);
    case "discrete":
      return discrete(of);
  }
}

interface ThreePoints {
  min: number;
  mode: number;
  max: number;
}

function triangular({ min, mode, max }: ThreePoints): NormalQuantile {
  const width = max - min;
  const turn = (mode - min) / width;
  return (z) => {
    const u = lowerTail(z);
    return u < turn ? min + Math.sqrt(u * width * (mode - min)) : max - Math.sqrt(lowerTail(-z) * width * (max - mode));
  };
}

/** By a table of the distribution function, which Simpson's rule integrates over each cell. */
function pert({ min, mode, max }: ThreePoints): NormalQuantile {
  const width = max - min;
  const [a, b] = [(4 * (mode - min)) / width, (4 * (max - mode)) / width];
  const density = (t: number) => t ** a * (1 - t) ** b;
  const below = new Float64Array(CELLS + 1);
  for (let cell = 0; cell < CELLS; cell++) {
    const [from, to] = [cell / CELLS, (cell + 1) / CELLS];
    below[cell + 1] = below[cell] + (density(from) + 4 * density((from + to) / 2) + density(to)) / (6 * CELLS);
  }
  const whole = below[CELLS];
  return (z) => {
    const sought = lowerTail(z) * whole;
    let [low, high] = [0, CELLS];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (below[middle] <= sought) low = middle;
      else high = middle;
    }
    const inside = (sought - below[low]) / (below[high] - below[low] || 1);
    return min + (width * (low + Math.min(1, inside))) / CELLS;
  };
}

function discrete(values: readonly { value: number; weight: number }[]): NormalQuantile {
  // Ascending, so that greater normal numbers draw greater values.
  const sorted = values.toSorted((a, b) => a.value - b.value);
  const whole = sorted.reduce((sum, { weight }) => sum + weight, 0);
  let sum = 0;
  const ends = sorted.map(({ weight }) => (sum += weight) / whole);
  return (z) => {
    const u = lowerTail(z);
    const at = ends.findIndex((end) => u < end);
    return sorted[at < 0 ? sorted.length - 1 : at].value;
  };
}
