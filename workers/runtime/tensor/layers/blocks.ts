import * as tf from "@tensorflow/tfjs";
import type { ActivationName } from "./activation.js";
import { attention, attentionFlops, type AttentionOptions, attentionShapes } from "./attention.js";
import type { Dropout } from "./dropout.js";
import { feedForward, feedForwardFlops, feedForwardShapes } from "./feed-forward.js";
import { layerNorm, normShapes } from "./normalisation.js";
import type { Shapes, Weights } from "./weights.js";

/** What decides a block's shapes. */
export interface BlockShape {
  width: number;
  inner: number;
}

/** What a block is told besides its signal. */
export interface BlockOptions {
  heads: number;
  activation: ActivationName;
  /** Whether each part normalises what it takes in ("before": trains without warm-up) or the sum it adds to ("after": as BERT). */
  norm: "before" | "after";
  epsilon?: number;
  /** Of what each part adds. */
  dropout?: Dropout;
  /** Of the shares of attention. */
  attentionDropout?: Dropout;
  /** Of the attention to itself: masked keys, and later positions where it is a decoder's. */
  bias?: tf.Tensor4D;
  /** Shown the shares of the attention to itself. */
  look?: AttentionOptions["look"];
}

/** Attention to itself and a feed-forward layer, each with its normalisation. */
export function encoderBlockShapes(name: string, { width, inner }: BlockShape): Shapes {
  return {
    ...attentionShapes(`${name}/attention`, width),
    ...normShapes(`${name}/attention-norm`, width),
    ...feedForwardShapes(`${name}/feed`, width, inner),
    ...normShapes(`${name}/feed-norm`, width),
  };
}

/** Floating-point operations of one row of `length` positions. */
export function encoderBlockFlops({ width, inner }: BlockShape, length: number): number {
  return attentionFlops(width, length, length) + length * feedForwardFlops(width, inner);
}

/** A Transformer's encoder block, [rows, length, width] → the same. Source: Vaswani et al., NIPS 2017; the order "before": Xiong et al., ICML 2020. */
export function encoderBlock(weights: Weights, name: string, signal: tf.Tensor3D, options: BlockOptions): tf.Tensor3D {
  const attended = added(weights, `${name}/attention`, signal, options, (x) =>
    selfAttention(weights, name, x, options),
  );
  return fed(weights, name, attended, options);
}

/** Attention to itself, attention to the encoder's signal, and a feed-forward layer, each with its normalisation. */
export function decoderBlockShapes(name: string, shape: BlockShape): Shapes {
  return {
    ...encoderBlockShapes(name, shape),
    ...attentionShapes(`${name}/cross`, shape.width),
    ...normShapes(`${name}/cross-norm`, shape.width),
  };
}

/** Floating-point operations of one row of `length` positions over a memory of `keys`. */
export function decoderBlockFlops(shape: BlockShape, length: number, keys: number): number {
  return encoderBlockFlops(shape, length) + attentionFlops(shape.width, length, keys);
}

/** What the decoder looks at besides itself. */
export interface Memory {
  /** The encoder's signal, [rows, keys, width]. */
  signal: tf.Tensor3D;
  /** Of its masked keys; see `keyBias`. */
  bias?: tf.Tensor4D;
  /** Shown the shares of attention to it. */
  look?: AttentionOptions["look"];
}

/** A Transformer's decoder block; causal when `options.bias` holds a `causalBias`. */
export function decoderBlock(
  weights: Weights,
  name: string,
  signal: tf.Tensor3D,
  { memory, ...options }: BlockOptions & { memory: Memory },
): tf.Tensor3D {
  const { heads, attentionDropout: dropout } = options;
  const { bias, look } = memory;
  const attended = added(weights, `${name}/attention`, signal, options, (x) =>
    selfAttention(weights, name, x, options),
  );
  const crossed = added(weights, `${name}/cross`, attended, options, (queries) =>
    attention(weights, `${name}/cross`, { queries, memory: memory.signal }, { heads, bias, dropout, look }),
  );
  return fed(weights, name, crossed, options);
}

function selfAttention(weights: Weights, name: string, x: tf.Tensor3D, options: BlockOptions): tf.Tensor3D {
  const { heads, bias, look, attentionDropout: dropout } = options;
  return attention(weights, `${name}/attention`, { queries: x, memory: x }, { heads, bias, dropout, look });
}

function fed(weights: Weights, name: string, signal: tf.Tensor3D, options: BlockOptions): tf.Tensor3D {
  return added(weights, `${name}/feed`, signal, options, (x) =>
    feedForward(weights, `${name}/feed`, x, options.activation),
  );
}

/** A part's residual connection, with its normalisation before or after. */
function added(
  weights: Weights,
  name: string,
  signal: tf.Tensor3D,
  { norm, epsilon, dropout }: BlockOptions,
  part: (x: tf.Tensor3D) => tf.Tensor3D,
): tf.Tensor3D {
  const normed = (x: tf.Tensor3D): tf.Tensor3D => layerNorm(weights, `${name}-norm`, x, epsilon);
  const made = part(norm === "before" ? normed(signal) : signal);
  const sum = tf.add<tf.Tensor3D>(signal, dropout ? dropout.apply(made) : made);
  return norm === "after" ? normed(sum) : sum;
}
