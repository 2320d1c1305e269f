import { RandomStreams } from "../../../kernel/random.js";
import { drawEvenly, type PastTrial } from "./sampling.js";
import { gridValues, sizeOf, type Dimension, type ParameterValues } from "./search-space.js";
import { SweepMethod } from "./sweep.specs.js";
import { drawByTpe } from "./tpe-sampler.js";

/** Draws before a point that was tried is given up on. */
const DRAWS_MAX = 50;
/** Spaces up to this size are searched for a point that was not tried. */
const SEARCHED_MAX = 10_000;

/** What decides the parameters of a trial: the same always gives the same. */
export interface ProposalQuestion {
  method: SweepMethod;
  space: readonly Dimension[];
  /** Every trial so far, in order. */
  history: readonly PastTrial[];
  seed: number;
  /** Number of the trial that is to be proposed, from 1. */
  number: number;
}

/**
 * The parameters of the next trial, or null when every point of the space has been tried: the same parameters with the same
 * seed would only give the same result again. A pure function of its question.
 */
export function proposeTrial({ method, space, history, seed, number }: ProposalQuestion): ParameterValues | null {
  if (method === SweepMethod.GRID) return gridPoint(space, number - 1);
  const random = new RandomStreams(seed).stream(`trial ${number}`);
  const tried = new Set(history.map(({ parameters }) => keyOf(space, parameters)));
  const size = space.reduce((product, dimension) => product * sizeOf(dimension), 1);
  if (tried.size >= size) return null;
  for (let drawn = 0; drawn < DRAWS_MAX; drawn++) {
    const values = method === SweepMethod.TPE ? drawByTpe(space, history, random) : drawEvenly(space, random);
    if (!tried.has(keyOf(space, values))) return values;
  }
  return untried(space, Math.min(size, SEARCHED_MAX), tried) ?? drawEvenly(space, random);
}

/** The point of the grid that stands at `at`, the last dimension changing fastest; null beyond the grid. */
function gridPoint(space: readonly Dimension[], at: number): ParameterValues | null {
  const values: [string, ParameterValues[string]][] = [];
  let rest = at;
  for (const dimension of space.toReversed()) {
    const choices = gridValues(dimension);
    values.unshift([dimension.parameter, choices[rest % choices.length]]);
    rest = Math.floor(rest / choices.length);
  }
  return rest > 0 ? null : Object.fromEntries(values);
}

function untried(space: readonly Dimension[], size: number, tried: ReadonlySet<string>): ParameterValues | undefined {
  if (space.some((dimension) => sizeOf(dimension) === Infinity)) return undefined;
  const withSteps = space.map((dimension): Dimension => ({ ...dimension, points: null }) as Dimension);
  for (let at = 0; at < size; at++) {
    const point = gridPoint(withSteps, at)!;
    if (!tried.has(keyOf(space, point))) return point;
  }
  return undefined;
}

function keyOf(space: readonly Dimension[], values: ParameterValues): string {
  return JSON.stringify(space.map(({ parameter }) => values[parameter]));
}
