import * as tf from "@tensorflow/tfjs";
import { dense, denseFlops, denseShapes } from "./dense.js";
import { type Shapes, weightOf, type Weights } from "./weights.js";

/** Added to the score of padding: its share becomes exactly 0. */
const NOT_TO_SEE = -1e9;

/** A hidden layer of `units`, and what each of them says of a position. */
export function additiveAttentionShapes(name: string, width: number, units: number): Shapes {
  return { ...denseShapes(`${name}/hidden`, width, units), [`${name}/score/kernel`]: [units, 1] };
}

/** Floating-point operations of one position: its score, and its part in the mixture. */
export function additiveAttentionFlops(width: number, units: number): number {
  return denseFlops(width, units) + 2 * units + 2 * width;
}

/**
 * What a learnt question picks out of `states` [length, rows, width], time first: their mixture [rows, width] by shares
 * softmax(vᵀ · tanh(W · state + b)), and the shares, [rows, length]. Where `mask` [rows, length] is 0 the share is 0.
 *
 * Source: Bahdanau, Cho and Bengio, "Neural machine translation by jointly learning to align and translate", ICLR 2015; to classify texts:
 * Yang et al., "Hierarchical attention networks for document classification", NAACL 2016.
 */
export function additiveAttention(
  weights: Weights,
  name: string,
  states: tf.Tensor3D,
  mask: tf.Tensor2D,
): { mixed: tf.Tensor2D; shares: tf.Tensor2D } {
  const [length, rows] = states.shape;
  const hidden = dense(weights, `${name}/hidden`, states, "tanh").reshape<tf.Tensor2D>([length * rows, -1]);
  const scores = tf.matMul(hidden, weightOf<tf.Tensor2D>(weights, `${name}/score/kernel`));
  const hiding = mask.sub(1).mul(-NOT_TO_SEE);
  const shares = tf.softmax<tf.Tensor2D>(tf.add(scores.reshape<tf.Tensor2D>([length, rows]).transpose(), hiding));
  const mixed = tf.mul(states, shares.transpose().expandDims(2)).sum<tf.Tensor2D>(0);
  return { mixed, shares };
}
