import type { RandomStream } from "../../../kernel/random.js";
import { logNormalDensity, logNormalMass } from "../../../kernel/statistics/normal-distribution.js";
import { coordinateOf, stretchOf, type Dimension, type ParameterValues } from "./search-space.js";

const { exp, floor, log, max } = Math;

/** Bandwidth of one observation in one dimension, as a share of the range. */
const BANDWIDTH = 0.2;
/** No kernel is narrower than this share of the range, or than 1 by the number of kernels where those are fewer. */
const NARROWEST = 1 / 100;
/** Tries to draw from a kernel within the range before the range itself is drawn from; each try succeeds with at least 0.3. */
const DRAWS_MAX = 100;

/**
 * A density over a search space, made of the trials given: a mixture of one product kernel for each, and one wide kernel in
 * the middle that stands for knowing nothing. All kernels weigh the same.
 *
 * Numbers: normal kernels cut off at the ends of the range, in logarithms where the dimension is; values with steps weigh
 * as much as their stretch of the range. Bandwidth: Scott's rule for several dimensions, 0.2 · n^(-1/(d + 4)) of the range.
 * Choices: the kernel's own choice weighs 1, and all share another 1/(n + 1) evenly. The kernels are multivariate, as in
 * S. Falkner et al., "BOHB", ICML 2018, with the bandwidths and smoothing of Optuna's multivariate TPE, as described in
 * S. Watanabe, "Tree-structured Parzen estimator", arXiv:2304.11127, 2023.
 */
export class ParzenEstimator {
  private readonly kernels: (readonly Kernel[])[];

  constructor(space: readonly Dimension[], observations: readonly ParameterValues[]) {
    const count = observations.length;
    const bandwidth = max(BANDWIDTH * max(count, 1) ** (-1 / (space.length + 4)), max(NARROWEST, 1 / (count + 2)));
    this.kernels = [
      ...observations.map((observed) =>
        space.map((dimension): Kernel => {
          const value = observed[dimension.parameter];
          return dimension.kind === "CHOICE"
            ? new ChoiceKernel(dimension.choices.length, dimension.choices.indexOf(value), 1 / (count + 1))
            : new RangeKernel(coordinateOf(dimension, value), bandwidth);
        }),
      ),
      space.map((dimension) =>
        dimension.kind === "CHOICE" ? new ChoiceKernel(dimension.choices.length, -1, 1) : new RangeKernel(0.5, 1),
      ),
    ];
  }

  /** Coordinates of a point drawn from the density, one for each dimension. */
  draw(random: RandomStream): number[] {
    return this.kernels[random.int(this.kernels.length)].map((kernel) => kernel.draw(random));
  }

  /** The logarithm of the density at a point of the space. */
  logDensity(space: readonly Dimension[], values: ParameterValues): number {
    const stretches = space.map((dimension) => stretchOf(dimension, values[dimension.parameter]));
    const logs = this.kernels.map((kernels) =>
      kernels.reduce((sum, kernel, at) => sum + kernel.logWeight(stretches[at].low, stretches[at].high), 0),
    );
    const greatest = max(...logs);
    return greatest + log(logs.reduce((sum, weight) => sum + exp(weight - greatest), 0) / logs.length);
  }
}

/** One dimension of a product kernel, over the unit interval. */
interface Kernel {
  draw(random: RandomStream): number;
  /** The logarithm of a stretch's mass, or of the density at a point where low and high are the same. */
  logWeight(low: number, high: number): number;
}

class RangeKernel implements Kernel {
  /** Of the part of the normal distribution that lies within the range. */
  private readonly logInside: number;

  constructor(
    private readonly mean: number,
    private readonly deviation: number,
  ) {
    this.logInside = logNormalMass(-mean / deviation, (1 - mean) / deviation);
  }

  draw(random: RandomStream): number {
    for (let tried = 0; tried < DRAWS_MAX; tried++) {
      const drawn = this.mean + this.deviation * random.normal();
      if (drawn >= 0 && drawn < 1) return drawn;
    }
    return random.uniform();
  }

  logWeight(low: number, high: number): number {
    const { mean, deviation, logInside } = this;
    const weight =
      high > low
        ? logNormalMass((low - mean) / deviation, (high - mean) / deviation)
        : logNormalDensity((low - mean) / deviation) - log(deviation);
    return max(weight, LOG_LEAST) - logInside;
  }
}

/** Further out the tails of a kernel round to nothing, of which there is no logarithm. */
const LOG_LEAST = -700;

class ChoiceKernel implements Kernel {
  private readonly weights: readonly number[];

  /** `chosen` of `count` choices, or none of them where it is -1; `shared` is spread evenly over all. */
  constructor(
    private readonly count: number,
    chosen: number,
    shared: number,
  ) {
    const total = shared + (chosen < 0 ? 0 : 1);
    this.weights = Array.from({ length: count }, (_, at) => (shared / count + (at === chosen ? 1 : 0)) / total);
  }

  draw(random: RandomStream): number {
    let left = random.uniform();
    const at = this.weights.findIndex((weight) => (left -= weight) < 0);
    return ((at < 0 ? this.count - 1 : at) + 0.5) / this.count;
  }

  logWeight(low: number, high: number): number {
    return log(this.weights[floor(((low + high) / 2) * this.count)]);
  }
}
