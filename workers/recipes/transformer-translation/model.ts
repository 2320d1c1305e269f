import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import { causalBias, keyBias } from "../../runtime/tensor/layers/attention.js";
import {
  type BlockOptions,
  decoderBlock,
  decoderBlockFlops,
  decoderBlockShapes,
  encoderBlock,
  encoderBlockFlops,
  encoderBlockShapes,
  type Memory,
} from "../../runtime/tensor/layers/blocks.js";
import type { Dropout } from "../../runtime/tensor/layers/dropout.js";
import { embedding, embeddingShapes } from "../../runtime/tensor/layers/embedding.js";
import { layerNorm, normShapes } from "../../runtime/tensor/layers/normalisation.js";
import { sinusoidalPositions } from "../../runtime/tensor/layers/positions.js";
import { firstWeights, type Shapes, weightOf, type Weights } from "../../runtime/tensor/layers/weights.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { PAD } from "./vocabulary.js";

/** What decides the network's shapes. */
export interface TranslationShape {
  width: number;
  heads: number;
  layers: number;
  inner: number;
  /** Sizes of the vocabularies. */
  sourceTokens: number;
  targetTokens: number;
}

/** Blocks normalise what they take in, which trains without a long warm-up (Xiong et al., ICML 2020). */
export const BLOCK = { activation: "relu", norm: "before" } as const;

export function weightShapes(shape: TranslationShape): Shapes {
  const { width, inner, layers, sourceTokens, targetTokens } = shape;
  const numbers = Array.from({ length: layers }, (_, layer) => layer + 1);
  return Object.assign(
    embeddingShapes("source", sourceTokens, width),
    ...numbers.map((number) => encoderBlockShapes(`encoder${number}`, { width, inner })),
    normShapes("encoder-norm", width),
    embeddingShapes("target", targetTokens, width),
    ...numbers.map((number) => decoderBlockShapes(`decoder${number}`, { width, inner })),
    normShapes("decoder-norm", width),
    { "scores/bias": [targetTokens] },
  ) as Shapes;
}

/** Tables are drawn so that embeddings, which `embedded` lengthens by √width, have a variance of 1, and scores start small. */
export function drawWeights(shape: TranslationShape, random: RandomStream): Record<string, StateTensor> {
  return firstWeights(weightShapes(shape), random, { table: 1 / Math.sqrt(shape.width) });
}

/** Floating-point operations of one pair of sentences of these lengths. */
export function forwardFlops(shape: TranslationShape, source: number, target: number): number {
  const { width, inner, layers, targetTokens } = shape;
  const blocks = encoderBlockFlops({ width, inner }, source) + decoderBlockFlops({ width, inner }, target, source);
  return layers * blocks + 2 * target * width * targetTokens;
}

/** The encoder's signal of source sentences, padded to one length; decoders look at it past its padding. */
export function encode(
  shape: TranslationShape,
  weights: Weights,
  sources: tf.Tensor2D,
  dropout?: Dropout,
): Required<Omit<Memory, "look">> {
  const bias = keyBias(sources.notEqual<tf.Tensor2D>(PAD).toFloat());
  const options: BlockOptions = { ...BLOCK, heads: shape.heads, bias, dropout };
  let signal = embedded(weights, "source", sources, dropout);
  for (let layer = 1; layer <= shape.layers; layer++)
    signal = encoderBlock(weights, `encoder${layer}`, signal, options);
  return { signal: layerNorm(weights, "encoder-norm", signal), bias };
}

/** Scores of the token after each of `tokens` [rows, length], before the softmax: [rows · length, target tokens]. */
export function decode(
  shape: TranslationShape,
  weights: Weights,
  tokens: tf.Tensor2D,
  memory: Memory,
  dropout?: Dropout,
): tf.Tensor2D {
  // Padding stands behind a sentence's end, where no earlier token looks.
  const options: BlockOptions = { ...BLOCK, heads: shape.heads, bias: causalBias(tokens.shape[1]), dropout };
  let signal = embedded(weights, "target", tokens, dropout);
  for (let layer = 1; layer <= shape.layers; layer++) {
    const look = layer === shape.layers ? memory.look : undefined;
    signal = decoderBlock(weights, `decoder${layer}`, signal, { ...options, memory: { ...memory, look } });
  }
  return scores(weights, signal.reshape<tf.Tensor2D>([-1, shape.width]));
}

/** Scores of all tokens at these positions, [positions, width], by the likeness of signal and embedding (Press and Wolf, EACL 2017). */
export function scores(weights: Weights, signal: tf.Tensor2D): tf.Tensor2D {
  const table = weightOf<tf.Tensor2D>(weights, "target/table");
  return tf
    .matMul(layerNorm(weights, "decoder-norm", signal), table, false, true)
    .add(weightOf<tf.Tensor1D>(weights, "scores/bias"));
}

/** Embeddings lengthened by √width, with their positions from `first` on. Source: Vaswani et al., NIPS 2017, sections 3.4 and 3.5. */
export function embedded(
  weights: Weights,
  name: "source" | "target",
  tokens: tf.Tensor2D,
  dropout?: Dropout,
  first = 0,
): tf.Tensor3D {
  const [, length] = tokens.shape;
  const { shape } = weightOf<tf.Tensor2D>(weights, `${name}/table`);
  const positions = sinusoidalPositions(first + length, shape[1]).slice(first);
  const signal = embedding(weights, name, tokens).mul(Math.sqrt(shape[1])).add<tf.Tensor3D>(positions);
  return dropout ? dropout.apply(signal) : signal;
}
