import * as tf from "@tensorflow/tfjs";
import { sequenceKernel } from "../kernels/sequence.js";
import { differentiable, hasKernel, runKernel } from "./own-kernel.js";
import { type Shapes, weightOf, type Weights } from "./weights.js";

export function normShapes(name: string, width: number): Shapes {
  return { [`${name}/scale`]: [width], [`${name}/offset`]: [width] };
}

/**
 * Each position's values, the last axis, brought to mean 0 and variance 1, then scaled and shifted by what was learnt.
 * Source: Ba, Kiros and Hinton, "Layer normalization", 2016.
 */
export function layerNorm<T extends tf.Tensor>(weights: Weights, name: string, x: T, epsilon = 1e-5): T {
  const scale = weightOf<tf.Tensor1D>(weights, `${name}/scale`);
  const offset = weightOf<tf.Tensor1D>(weights, `${name}/offset`);
  if (!hasKernel(sequenceKernel.layerNorm)) {
    const { mean, variance } = tf.moments(x, -1, true);
    return tf
      .sub(x, mean)
      .mul(tf.rsqrt(variance.add(epsilon)))
      .mul(scale)
      .add(offset);
  }
  return differentiable<T>(
    [x, scale, offset],
    (save) => {
      save([x, scale]);
      return runKernel<T>(sequenceKernel.layerNorm, { x, scale, offset }, { epsilon });
    },
    (dy, [x, scale]) => runKernel<tf.Tensor[]>(sequenceKernel.layerNormGrad, { x, dy, scale }, { epsilon }),
  );
}
