import * as tf from "@tensorflow/tfjs";
import { activated, type ActivationName } from "./activation.js";
import { type Shapes, weightOf, type Weights } from "./weights.js";

/** A kernel [inputs, outputs] and a bias. */
export function denseShapes(name: string, inputs: number, outputs: number): Shapes {
  return { [`${name}/kernel`]: [inputs, outputs], [`${name}/bias`]: [outputs] };
}

/** Floating-point operations of one position, a multiplication with its addition counted as two. */
export function denseFlops(inputs: number, outputs: number): number {
  return 2 * inputs * outputs;
}

/** x · kernel + bias over the last axis of x, [..., inputs] → [..., outputs], and an activation, if any. */
export function dense(weights: Weights, name: string, x: tf.Tensor2D, activation?: ActivationName): tf.Tensor2D;
export function dense(weights: Weights, name: string, x: tf.Tensor3D, activation?: ActivationName): tf.Tensor3D;
export function dense(weights: Weights, name: string, x: tf.Tensor, activation?: ActivationName): tf.Tensor {
  const kernel = weightOf<tf.Tensor2D>(weights, `${name}/kernel`);
  const [inputs, outputs] = kernel.shape;
  const product = tf.fused.matMul({
    a: x.reshape<tf.Tensor2D>([-1, inputs]),
    b: kernel,
    bias: weightOf(weights, `${name}/bias`),
    activation: activation === "relu" ? "relu" : "linear",
  });
  const shaped = product.reshape([...x.shape.slice(0, -1), outputs]);
  return activation === undefined || activation === "relu" ? shaped : activated(shaped, activation);
}
