import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import {
  additiveAttention,
  additiveAttentionFlops,
  additiveAttentionShapes,
} from "../../runtime/tensor/layers/additive-attention.js";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import { embedding, embeddingShapes } from "../../runtime/tensor/layers/embedding.js";
import { gru, gruFlops, gruShapes } from "../../runtime/tensor/layers/gru.js";
import { reversed } from "../../runtime/tensor/layers/reversal.js";
import { firstWeights, type Shapes } from "../../runtime/tensor/layers/weights.js";
import type { Reading, TextModel, TextShape } from "../text-classification/model.js";

export interface AttentionTextShape extends TextShape {
  /** Numbers that a word becomes. */
  embedding: number;
  /** Of each direction. */
  hidden: number;
  /** Units that score a word. */
  attention: number;
}

const TABLE_DEVIATION = 0.1;

function shapes({ vocabulary, embedding, hidden, attention, classes }: AttentionTextShape): Shapes {
  return {
    ...embeddingShapes("words", vocabulary, embedding),
    ...gruShapes("forwards", embedding, hidden),
    ...gruShapes("backwards", embedding, hidden),
    ...additiveAttentionShapes("attention", 2 * hidden, attention),
    ...denseShapes("classes", 2 * hidden, classes),
  };
}

/** Embedding → GRUs that read forwards and backwards → additive attention → scores of the classes. */
export const attentionTextModel: TextModel<AttentionTextShape> = {
  shapes,

  firstWeights: (shape, random: RandomStream) => firstWeights(shapes(shape), random, { table: TABLE_DEVIATION }),

  flops: ({ embedding, hidden, attention, classes }, length) =>
    length * (2 * gruFlops(embedding, hidden) + additiveAttentionFlops(2 * hidden, attention)) +
    denseFlops(2 * hidden, classes),

  read(_, weights, { ids, mask, lengths }, dropout): Reading {
    const words = embedding(weights, "words", ids);
    const inputs = (dropout?.apply(words) ?? words).transpose<tf.Tensor3D>([1, 0, 2]);
    const back = gru(weights, "backwards", reversed(inputs, lengths));
    const states = tf.concat([gru(weights, "forwards", inputs), reversed(back, lengths)], 2);
    const { mixed, shares } = additiveAttention(weights, "attention", states, mask);
    const scores = dense(weights, "classes", dropout?.apply(mixed) ?? mixed);
    return { scores, marks: () => tf.div(shares, shares.max(1, true)).mul(mask) };
  },
};
