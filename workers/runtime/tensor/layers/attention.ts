import * as tf from "@tensorflow/tfjs";
import { dense, denseFlops, denseShapes } from "./dense.js";
import type { Dropout } from "./dropout.js";
import type { Shapes, Weights } from "./weights.js";

/** Added to the score of what must not be looked at: its share becomes exactly 0. */
const NOT_TO_SEE = -1e9;

/** What multi-head attention is told besides its signals. */
export interface AttentionOptions {
  /** Divides the width. */
  heads: number;
  /** Added to the scores, broadcast to [rows, heads, queries, keys]; see `keyBias` and `causalBias`. */
  bias?: tf.Tensor4D;
  /** Of the shares of attention. */
  dropout?: Dropout;
  /** Shown the shares of attention, [rows, heads, queries, keys], before dropout; keep what is needed later. */
  look?: (shares: tf.Tensor4D) => void;
}

/** Queries, keys and values from `width` to `width`, and the product that joins the heads. */
export function attentionShapes(name: string, width: number): Shapes {
  const sides = ["query", "key", "value", "output"];
  return Object.assign({}, ...sides.map((side) => denseShapes(`${name}/${side}`, width, width))) as Shapes;
}

/** Floating-point operations for one row: the four products, and scores and mixtures of all heads together. */
export function attentionFlops(width: number, queries: number, keys: number): number {
  return (2 * queries + 2 * keys) * denseFlops(width, width) + 4 * queries * keys * width;
}

/** For `AttentionOptions.bias`: keys of a mask [rows, keys] that are 0, such as padding, are not looked at. */
export function keyBias(mask: tf.Tensor2D): tf.Tensor4D {
  const [rows, keys] = mask.shape;
  return mask.sub(1).mul(-NOT_TO_SEE).reshape([rows, 1, 1, keys]);
}

/** For `AttentionOptions.bias`: no position looks at later ones. [1, 1, length, length], to be added to a `keyBias` if there is one. */
export function causalBias(length: number): tf.Tensor4D {
  const values = Float32Array.from({ length: length ** 2 }, (_, at) =>
    at % length > Math.floor(at / length) ? NOT_TO_SEE : 0,
  );
  return tf.tensor4d(values, [1, 1, length, length]);
}

/**
 * Multi-head attention: each position of `queries` [rows, queries, width] mixes those of `memory` [rows, keys, width] by shares
 * softmax(q · kᵀ / √(width / heads)). Self-attention where both are the same. A row whose keys are all masked looks at all alike.
 *
 * Source: Vaswani et al., "Attention is all you need", NIPS 2017, section 3.2.
 */
export function attention(
  weights: Weights,
  name: string,
  { queries, memory }: { queries: tf.Tensor3D; memory: tf.Tensor3D },
  { heads, bias, dropout, look }: AttentionOptions,
): tf.Tensor3D {
  const [rows, length, width] = queries.shape;
  const perHead = width / heads;
  const parted = (side: string, x: tf.Tensor3D): tf.Tensor4D =>
    dense(weights, `${name}/${side}`, x)
      .reshape<tf.Tensor4D>([rows, x.shape[1], heads, perHead])
      .transpose([0, 2, 1, 3]);
  const scores = tf.matMul<tf.Tensor4D>(
    parted("query", queries).mul(1 / Math.sqrt(perHead)),
    parted("key", memory),
    false,
    true,
  );
  const shares = tf.softmax<tf.Tensor4D>(bias ? tf.add<tf.Tensor4D>(scores, bias) : scores);
  look?.(shares);
  const mixed = tf.matMul<tf.Tensor4D>(dropout ? dropout.apply(shares) : shares, parted("value", memory));
  return dense(weights, `${name}/output`, mixed.transpose([0, 2, 1, 3]).reshape<tf.Tensor3D>([rows, length, width]));
}
