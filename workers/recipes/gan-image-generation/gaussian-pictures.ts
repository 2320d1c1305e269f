import type { RandomStream } from "../../../src/kernel/random.js";
import { choleskyOf } from "../../../src/kernel/statistics/cholesky.js";
import {
  type PrincipalComponents,
  principalComponents,
  projected,
  restored,
} from "../../baselines/principal-components.js";
import { frechetDistance } from "../../evaluation/frechet.js";
import { FEATURES, type Reader } from "./reader.js";

/** Numbers of components that are tried. */
const TRIED = [8, 16, 32, 64];
const MOST = TRIED[TRIED.length - 1];
/** Added to a component's variance, as a share of the greatest: it keeps the factor real where few pictures vary little. */
const RIDGE = 1e-6;

/** How a group's scores along the components spread: their mean, [MOST], and the lower Cholesky factor of their covariance. */
interface Spread {
  mean: Float64Array;
  factor: Float64Array;
}

/**
 * The baseline: pictures drawn from Gaussians along the principal components of the training pictures, one for all of them, or one for
 * each class where the contest is told the classes as well. How many components are used is chosen by the Fréchet distance to the
 * validation part.
 */
export class GaussianPictures {
  private constructor(
    private readonly components: PrincipalComponents,
    private readonly spreads: Spread[],
  ) {}

  /**
   * Pictures are row-major [rows, area], brightness from 0 to 1, in `groups`, one or one for each class; `validation` has the features of
   * the validation part.
   */
  static async fitted(
    { groups, area, validation }: { groups: Float32Array[]; area: number; validation: Float32Array },
    reader: Reader,
    random: () => RandomStream,
  ): Promise<GaussianPictures> {
    const all = principalComponents(joined(groups), area, MOST);
    const spreads = groups.map((group) => spreadOf(projected(all, group), RIDGE * all.variances[0]));
    let best: { distance: number; model: GaussianPictures } | undefined;
    for (const count of TRIED) {
      const components = all.components.slice(0, count * area);
      const variances = all.variances.slice(0, count);
      const model = new GaussianPictures({ mean: all.mean, components, variances }, spreads);
      const { features } = await reader.read(model.drawn(validation.length / FEATURES, random()));
      const distance = frechetDistance({ values: features, width: FEATURES }, { values: validation, width: FEATURES });
      if (!best || distance < best.distance) best = { distance, model };
    }
    return best!.model;
  }

  /** New pictures, of each group in turn, cut off at black and white. */
  drawn(rows: number, random: RandomStream): Float32Array {
    const count = this.components.variances.length;
    const scores = random.fillNormal(new Float32Array(rows * count));
    for (let row = 0; row < rows; row++) {
      const drawn = scores.slice(row * count, (row + 1) * count);
      const { mean, factor } = this.spreads[row % this.spreads.length];
      for (let i = 0; i < count; i++) {
        let score = mean[i];
        for (let j = 0; j <= i; j++) score += factor[i * MOST + j] * drawn[j];
        scores[row * count + i] = score;
      }
    }
    return restored(this.components, scores).map((brightness) => Math.min(1, Math.max(0, brightness)));
  }
}

/** Of scores, row-major [rows, MOST]. */
function spreadOf(scores: Float32Array, ridge: number): Spread {
  const rows = scores.length / MOST;
  const mean = new Float64Array(MOST);
  scores.forEach((score, at) => (mean[at % MOST] += score / rows));
  const covariance = new Float64Array(MOST * MOST);
  for (let row = 0; row < scores.length; row += MOST)
    for (let i = 0; i < MOST; i++)
      for (let j = 0; j < MOST; j++)
        covariance[i * MOST + j] += ((scores[row + i] - mean[i]) * (scores[row + j] - mean[j])) / rows;
  for (let i = 0; i < MOST; i++) covariance[i * MOST + i] += ridge;
  return { mean, factor: choleskyOf(covariance, MOST) };
}

function joined(groups: Float32Array[]): Float32Array {
  const all = new Float32Array(groups.reduce((sum, { length }) => sum + length, 0));
  let from = 0;
  for (const group of groups) {
    all.set(group, from);
    from += group.length;
  }
  return all;
}
