import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { StateTensor } from "../../runtime/trainer.js";

/** A dense network: `layers` hidden layers of `hiddenUnits` rectified units each, and a score for each class. */
export interface DenseShape {
  features: number;
  hiddenUnits: number;
  layers: number;
  classes: number;
}

/** Weights by name, e.g. `hidden1/kernel`; the same names in checkpoints and in the trained model. */
export type DenseWeights = Record<string, tf.Tensor>;

/** Shape of every weight. */
export function weightShapes({ features, hiddenUnits, layers, classes }: DenseShape): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  for (let layer = 1; layer <= layers; layer++) {
    shapes[`hidden${layer}/kernel`] = [layer === 1 ? features : hiddenUnits, hiddenUnits];
    shapes[`hidden${layer}/bias`] = [hiddenUnits];
  }
  shapes["classes/kernel"] = [hiddenUnits, classes];
  shapes["classes/bias"] = [classes];
  return shapes;
}

/** Floating-point operations of one row's way through the network, a multiplication with its addition counted as two. */
export function forwardFlops(shape: DenseShape): number {
  const kernels = Object.values(weightShapes(shape)).filter((sides) => sides.length === 2);
  return kernels.reduce((sum, [inputs, outputs]) => sum + 2 * inputs * outputs, 0);
}

/**
 * First weights: biases zero, kernels uniform within ±√(6 / fan-in), which keeps the scale of signals through rectified layers.
 * Source: He et al., "Delving deep into rectifiers", ICCV 2015.
 */
export function firstWeights(shape: DenseShape, random: RandomStream): Record<string, StateTensor> {
  const tensors = Object.entries(weightShapes(shape)).map(([name, sides]): [string, StateTensor] => {
    const values = new Float32Array(tf.util.sizeFromShape(sides));
    const bound = Math.sqrt(6 / sides[0]);
    if (name.endsWith("/kernel")) random.fillUniform(values, -bound, bound);
    return [name, { shape: sides, dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}

/**
 * Class scores before the softmax, [rows, classes], of features [rows, features]. `masks`, one [rows, hidden units] for each hidden
 * layer, multiply its activations: dropout while training.
 */
export function logits(
  layers: number,
  weights: DenseWeights,
  features: tf.Tensor2D,
  masks?: tf.Tensor2D[],
): tf.Tensor2D {
  let signal = features;
  for (let layer = 1; layer <= layers; layer++) {
    signal = tf.fused.matMul({
      a: signal,
      b: weights[`hidden${layer}/kernel`],
      bias: weights[`hidden${layer}/bias`],
      activation: "relu",
    }) as tf.Tensor2D;
    if (masks) signal = signal.mul(masks[layer - 1]);
  }
  return tf.fused.matMul({ a: signal, b: weights["classes/kernel"], bias: weights["classes/bias"] }) as tf.Tensor2D;
}
