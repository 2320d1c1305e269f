import type { RandomStream } from "../../../src/kernel/random.js";
import { type PrincipalComponents, principalComponents, restored } from "../../baselines/principal-components.js";
import { frechetDistance } from "../../evaluation/frechet.js";
import { FEATURES, type Reader } from "./reader.js";

/** Numbers of components that are tried. */
const TRIED = [8, 16, 32, 64];

/**
 * The baseline: pictures drawn from a Gaussian along the principal components of the training pictures. How many components are used is
 * chosen by the Fréchet distance to the validation part.
 */
export class GaussianPictures {
  private constructor(private readonly components: PrincipalComponents) {}

  /** Pictures are row-major [rows, area], brightness from 0 to 1; `validation` has the features of the validation part. */
  static async fitted(
    { training, area, validation }: { training: Float32Array; area: number; validation: Float32Array },
    reader: Reader,
    random: () => RandomStream,
  ): Promise<GaussianPictures> {
    const all = principalComponents(training, area, TRIED[TRIED.length - 1]);
    let best: { distance: number; model: GaussianPictures } | undefined;
    for (const count of TRIED) {
      const model = new GaussianPictures({
        mean: all.mean,
        components: all.components.slice(0, count * area),
        variances: all.variances.slice(0, count),
      });
      const { features } = await reader.read(model.drawn(validation.length / FEATURES, random()));
      const distance = frechetDistance({ values: features, width: FEATURES }, { values: validation, width: FEATURES });
      if (!best || distance < best.distance) best = { distance, model };
    }
    return best!.model;
  }

  /** New pictures, cut off at black and white. */
  drawn(rows: number, random: RandomStream): Float32Array {
    const { variances } = this.components;
    const count = variances.length;
    const scores = random.fillNormal(new Float32Array(rows * count));
    scores.forEach((score, at) => (scores[at] = score * Math.sqrt(variances[at % count])));
    return restored(this.components, scores).map((brightness) => Math.min(1, Math.max(0, brightness)));
  }
}
