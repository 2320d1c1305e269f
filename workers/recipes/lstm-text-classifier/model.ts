import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import { embedding, embeddingShapes } from "../../runtime/tensor/layers/embedding.js";
import { firstLstmWeights, lstm, lstmFlops, lstmShapes } from "../../runtime/tensor/layers/lstm.js";
import { firstWeights } from "../../runtime/tensor/layers/weights.js";
import type { Reading, TextModel, TextShape } from "../text-classification/model.js";

/** What the LSTM hands on: its state after the last word, or the mean of its states. */
export type Pooling = "last" | "mean";

export interface LstmTextShape extends TextShape {
  /** Numbers that a word becomes. */
  embedding: number;
  hidden: number;
  pooling: Pooling;
}

const TABLE_DEVIATION = 0.1;

/** Embedding → LSTM → scores of the classes. The room after a text's end has no part in its states. */
export const lstmTextModel: TextModel<LstmTextShape> = {
  shapes: ({ vocabulary, embedding, hidden, classes }) => ({
    ...embeddingShapes("words", vocabulary, embedding),
    ...lstmShapes("lstm", embedding, hidden),
    ...denseShapes("classes", hidden, classes),
  }),

  firstWeights: ({ vocabulary, embedding, hidden, classes }, random: RandomStream) => ({
    ...firstWeights(embeddingShapes("words", vocabulary, embedding), random, { table: TABLE_DEVIATION }),
    ...firstLstmWeights("lstm", embedding, hidden, random),
    ...firstWeights(denseShapes("classes", hidden, classes), random),
  }),

  flops: ({ embedding, hidden, classes }, length) =>
    length * lstmFlops(embedding, hidden) + denseFlops(hidden, classes),

  read({ pooling }, weights, { ids, mask, lengths }, dropout): Reading {
    const words = embedding(weights, "words", ids);
    const states = lstm(weights, "lstm", (dropout?.apply(words) ?? words).transpose([1, 0, 2]));
    const shares = pooling === "last" ? lastOnly(mask.shape, lengths) : mask.div(atLeastOne(lengths));
    const pooled = tf.mul(states, shares.transpose().expandDims(2)).sum<tf.Tensor2D>(0);
    const scores = dense(weights, "classes", dropout?.apply(pooled) ?? pooled);
    const marks = (): tf.Tensor2D => {
      const along = pooling === "last" ? states : runningMean(states);
      const chosen = tf.oneHot(scores.argMax(1), scores.shape[1]);
      const probabilities = tf.softmax(dense(weights, "classes", along));
      return probabilities.mul(chosen).sum<tf.Tensor2D>(2).transpose().mul(mask);
    };
    return { scores, marks };
  },
};

/** 1 at each text's last token, [rows, length]. */
function lastOnly([rows, length]: [number, number], lengths: Int32Array): tf.Tensor2D {
  const ones = new Float32Array(rows * length);
  lengths.forEach((count, row) => (ones[row * length + Math.max(0, count - 1)] = 1));
  return tf.tensor2d(ones, [rows, length]);
}

function atLeastOne(lengths: Int32Array): tf.Tensor2D {
  return tf.tensor2d(
    Float32Array.from(lengths, (length) => Math.max(1, length)),
    [lengths.length, 1],
  );
}

/** Means of the first state, the first two, and so on. */
function runningMean(states: tf.Tensor3D): tf.Tensor3D {
  const counts = tf.range(1, states.shape[0] + 1).reshape([-1, 1, 1]);
  return tf.cumsum(states, 0).div(counts);
}
