import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import { keyBias } from "../../runtime/tensor/layers/attention.js";
import { encoderBlock, encoderBlockFlops, encoderBlockShapes } from "../../runtime/tensor/layers/blocks.js";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import { embedding, embeddingShapes } from "../../runtime/tensor/layers/embedding.js";
import { layerNorm, normShapes } from "../../runtime/tensor/layers/normalisation.js";
import { sinusoidalPositions } from "../../runtime/tensor/layers/positions.js";
import { firstWeights, type Shapes } from "../../runtime/tensor/layers/weights.js";
import type { Reading, TextModel, TextShape } from "../text-classification/model.js";

export interface TransformerTextShape extends TextShape {
  /** Numbers that a word becomes, and that go from block to block. */
  width: number;
  heads: number;
  layers: number;
  /** Units of each block's feed-forward layer. */
  inner: number;
}

const TABLE_DEVIATION = 0.1;
/** Waves of positions deviate as much as words do. */
export const POSITION_SCALE = TABLE_DEVIATION * Math.SQRT2;

function shapes({ vocabulary, width, inner, layers, classes }: TransformerTextShape): Shapes {
  const blocks = Array.from({ length: layers }, (_, at) => encoderBlockShapes(`block${at + 1}`, { width, inner }));
  return Object.assign(
    embeddingShapes("words", vocabulary, width),
    ...blocks,
    normShapes("norm", width),
    denseShapes("classes", width, classes),
  ) as Shapes;
}

/** Embedding and positions → encoder blocks, each normalised before → mean over the words → scores of the classes. */
export const transformerTextModel: TextModel<TransformerTextShape> = {
  shapes,

  firstWeights: (shape, random: RandomStream) => firstWeights(shapes(shape), random, { table: TABLE_DEVIATION }),

  flops: ({ width, inner, layers, classes }, length) =>
    layers * encoderBlockFlops({ width, inner }, length) + denseFlops(width, classes),

  read({ width, heads, layers }, weights, { ids, mask }, dropout): Reading {
    const bias = keyBias(mask);
    const positions = sinusoidalPositions(ids.shape[1], width).mul(POSITION_SCALE);
    let signal = tf.add<tf.Tensor3D>(embedding(weights, "words", ids), positions);
    signal = dropout?.apply(signal) ?? signal;
    let seen: tf.Tensor4D | undefined;
    const look = (shares: tf.Tensor4D) => (seen = shares);
    for (let layer = 1; layer <= layers; layer++)
      signal = encoderBlock(weights, `block${layer}`, signal, {
        ...{ heads, bias, look, dropout },
        activation: "gelu",
        norm: "before",
      });
    const there = tf.div<tf.Tensor2D>(mask, tf.maximum(mask.sum(1, true), 1));
    const pooled = layerNorm(weights, "norm", signal).mul(there.expandDims(2)).sum<tf.Tensor2D>(1);
    const scores = dense(weights, "classes", dropout?.apply(pooled) ?? pooled);
    return { scores, marks: () => lookedAt(seen!, there) };
  },
};

/** How much the words of a text look at each of its words in the last block, heads and words on average; 1 for the one most looked at. */
function lookedAt(shares: tf.Tensor4D, there: tf.Tensor2D): tf.Tensor2D {
  const [rows, , length] = shares.shape;
  const byWord = shares.mean<tf.Tensor3D>(1);
  const looked = tf.matMul(there.reshape<tf.Tensor3D>([rows, 1, length]), byWord).reshape<tf.Tensor2D>([rows, length]);
  return looked.div(tf.maximum(looked.max(1, true), 1e-9));
}
