import * as tf from "@tensorflow/tfjs";
import { keyBias } from "../runtime/tensor/layers/attention.js";
import { encoderBlock, encoderBlockFlops, encoderBlockShapes } from "../runtime/tensor/layers/blocks.js";
import { dense, denseFlops, denseShapes } from "../runtime/tensor/layers/dense.js";
import { Dropout } from "../runtime/tensor/layers/dropout.js";
import { embedding, embeddingShapes } from "../runtime/tensor/layers/embedding.js";
import { layerNorm, normShapes } from "../runtime/tensor/layers/normalisation.js";
import { type Shapes, weightOf, type Weights } from "../runtime/tensor/layers/weights.js";
import type { BertConfig } from "../../src/domains/training/checkpoints/bert-config.js";

/** Tokens of texts side by side, row-major [rows, length]; texts that are shorter are filled up with padding. */
export interface Tokens {
  ids: Int32Array;
  /** Which of the two texts a token belongs to: 0 or 1. */
  types: Int32Array;
  /** 1 for a token, 0 for padding. */
  mask: Float32Array;
  rows: number;
}

/** Weights of the embeddings. */
export function embeddingsShapes({ vocabulary, positions, types, width }: BertConfig): Shapes {
  return {
    ...embeddingShapes("words", vocabulary, width),
    ...embeddingShapes("positions", positions, width),
    ...embeddingShapes("types", types, width),
    ...normShapes("embeddings-norm", width),
  };
}

/** Weights of the encoder: embeddings, and blocks numbered from 1. */
export function encoderShapes(config: BertConfig): Shapes {
  const blocks = Array.from({ length: config.layers }, (_, at) => encoderBlockShapes(`block${at + 1}`, config));
  return Object.assign(embeddingsShapes(config), ...blocks) as Shapes;
}

/** Weights of what sums a text up in its first token. */
export function poolerShapes({ width }: BertConfig): Shapes {
  return denseShapes("pooler", width, width);
}

/** Floating-point operations of one text of that many tokens on its way through the encoder, a multiplication with its addition counted as two. */
export function encoderFlops(config: BertConfig, length: number): number {
  return config.layers * encoderBlockFlops(config, length);
}

export function poolerFlops({ width }: BertConfig): number {
  return denseFlops(width, width);
}

/** Dropout's seeds, one for each row, as `dropoutSeeds` draws them. */
export interface Silence {
  seeds: Int32Array;
}

/**
 * What each token means where it stands: [rows, length, width], the last hidden state. With `silence` as in training.
 * Source: Devlin et al., "BERT: Pre-training of deep bidirectional Transformers", NAACL 2019.
 */
export function encoded(
  config: BertConfig,
  weights: Weights,
  { ids, types, mask, rows }: Tokens,
  silence?: Silence,
): tf.Tensor3D {
  const { width, layers, heads, activation, epsilon } = config;
  const length = ids.length / rows;
  const sides: [number, number] = [rows, length];
  const positions = weightOf<tf.Tensor2D>(weights, "positions/table").slice([0, 0], [length, width]);
  const sum = embedding(weights, "words", tf.tensor2d(ids, sides, "int32"))
    .add(embedding(weights, "types", tf.tensor2d(types, sides, "int32")))
    .add<tf.Tensor3D>(positions);
  const dropout = silence && new Dropout(silence.seeds, config.dropout);
  // Seeds of their own, or the attention would silence what the rest does.
  const attentionDropout = silence && new Dropout(silence.seeds.map((seed) => ~seed), config.attentionDropout); // prettier-ignore
  const bias = mask.includes(0) ? keyBias(tf.tensor2d(mask, sides)) : undefined;
  const options = { heads, activation, epsilon, norm: "after", dropout, attentionDropout, bias } as const;
  const normed = layerNorm(weights, "embeddings-norm", sum, epsilon);
  let signal = dropout ? dropout.apply(normed) : normed;
  for (let layer = 1; layer <= layers; layer++) signal = encoderBlock(weights, `block${layer}`, signal, options);
  return signal;
}

/** What the first token, [CLS], has gathered of the whole text: [rows, width]. */
export function pooled(weights: Weights, hidden: tf.Tensor3D): tf.Tensor2D {
  const [rows, , width] = hidden.shape;
  const first = hidden.slice([0, 0, 0], [rows, 1, width]).reshape<tf.Tensor2D>([rows, width]);
  return dense(weights, "pooler", first, "tanh");
}
