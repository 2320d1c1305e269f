import type { RandomStream } from "../../../kernel/random.js";
import { ParzenEstimator } from "./parzen-estimator.js";
import { drawEvenly, type PastTrial } from "./sampling.js";
import { valueAt, type Dimension, type ParameterValues } from "./search-space.js";

/** Trials with a result that are drawn evenly first: fewer say too little of the space. */
const START_UP = 10;
/** Candidates that are drawn from the good density, of which the most promising is taken. */
const CANDIDATES = 24;
/** Which share of the trials counts as good, and how many at most. */
const GOOD_SHARE = 0.1;
const GOOD_MAX = 25;

/**
 * A point by the tree-structured Parzen estimator: the trials are parted into good and bad, a density is made of each, and
 * of some points drawn from the good density the one is taken where good most outweighs bad, which is where the expected
 * improvement is greatest. Trials that failed or have no result yet count as bad, so that those under way at the same time
 * keep apart. Source: J. Bergstra, R. Bardenet, Y. Bengio and B. Kégl, "Algorithms for hyper-parameter optimization",
 * NeurIPS 2011.
 */
export function drawByTpe(
  space: readonly Dimension[],
  history: readonly PastTrial[],
  random: RandomStream,
): ParameterValues {
  const judged = history.filter((trial): trial is PastTrial & { loss: number } => trial.loss !== null);
  if (judged.length < START_UP) return drawEvenly(space, random);
  const good = new Set<PastTrial>(
    judged
      .toSorted((a, b) => a.loss - b.loss || a.number - b.number)
      .slice(0, Math.min(GOOD_MAX, Math.ceil(GOOD_SHARE * judged.length))),
  );
  const parametersOf = (trials: PastTrial[]) => trials.map(({ parameters }) => parameters);
  const goodDensity = new ParzenEstimator(space, parametersOf([...good]));
  const badDensity = new ParzenEstimator(space, parametersOf(history.filter((trial) => !good.has(trial))));

  let best: { values: ParameterValues; promise: number } | undefined;
  for (let drawn = 0; drawn < CANDIDATES; drawn++) {
    const coordinates = goodDensity.draw(random);
    const values = Object.fromEntries(
      space.map((dimension, at) => [dimension.parameter, valueAt(dimension, coordinates[at])]),
    );
    const promise = goodDensity.logDensity(space, values) - badDensity.logDensity(space, values);
    if (!best || promise > best.promise) best = { values, promise };
  }
  return best!.values;
}
