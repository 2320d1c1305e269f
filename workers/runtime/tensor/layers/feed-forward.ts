import type * as tf from "@tensorflow/tfjs";
import type { ActivationName } from "./activation.js";
import { dense, denseFlops, denseShapes } from "./dense.js";
import type { Shapes, Weights } from "./weights.js";

/** Width to inner width and back. */
export function feedForwardShapes(name: string, width: number, inner: number): Shapes {
  return { ...denseShapes(`${name}/inner`, width, inner), ...denseShapes(`${name}/outer`, inner, width) };
}

/** Floating-point operations of one position. */
export function feedForwardFlops(width: number, inner: number): number {
  return denseFlops(width, inner) + denseFlops(inner, width);
}

/** Two dense layers at each position alike, an activation between them. */
export function feedForward(weights: Weights, name: string, x: tf.Tensor3D, activation: ActivationName): tf.Tensor3D {
  return dense(weights, `${name}/outer`, dense(weights, `${name}/inner`, x, activation));
}
