import * as tf from "@tensorflow/tfjs";
import type { PaddedTexts } from "../text-classification/model.js";

/** What an LSTM hands on: its state after the last word, the mean of its states, or the largest value of each unit. */
export type Pooling = "last" | "mean" | "max";

/** States are within ±1: what is lowered by this is never the largest. */
const BEYOND_STATES = -4;

type Extent = Pick<PaddedTexts, "mask" | "lengths">;

/**
 * States [length, rows, hidden] of texts as one for each, [rows, hidden]; the room after a text's end has no part in it. Largest values: Conneau et
 * al., "Supervised learning of universal sentence representations", EMNLP 2017.
 */
export function pooled(pooling: Pooling, states: tf.Tensor3D, texts: Extent): tf.Tensor2D {
  if (pooling === "max") return amongWords(states, texts).max<tf.Tensor2D>(0);
  const shares = pooling === "last" ? lastOnly(texts) : tf.div<tf.Tensor2D>(texts.mask, atLeastOne(texts.lengths));
  return tf.mul(states, byState(shares)).sum<tf.Tensor2D>(0);
}

/** 1 for each unit where its state is the largest of the text, [length, rows, hidden]. */
export function largest(states: tf.Tensor3D, texts: Extent): tf.Tensor3D {
  const among = amongWords(states, texts);
  return tf.equal<tf.Tensor3D>(among, among.max(0, true)).toFloat();
}

/** The states, those after a text's end below all others; of a text without words the first one is left. */
function amongWords(states: tf.Tensor3D, { mask, lengths }: Extent): tf.Tensor3D {
  const [rows, length] = mask.shape;
  const lowered = Float32Array.from({ length: rows * length }, (_, at) =>
    at % length < Math.max(1, lengths[Math.floor(at / length)]) ? 0 : BEYOND_STATES,
  );
  return tf.add<tf.Tensor3D>(states, byState(tf.tensor2d(lowered, [rows, length])));
}

/** 1 at each text's last token, [rows, length]. */
function lastOnly({ mask, lengths }: Extent): tf.Tensor2D {
  const [rows, length] = mask.shape;
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

/** What is of tokens, [rows, length], beside states, [length, rows, 1]. */
function byState(ofTokens: tf.Tensor2D): tf.Tensor3D {
  return ofTokens.transpose().expandDims(2);
}
