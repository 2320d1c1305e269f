import * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../../src/domains/training/checkpoints/bert-config.js";
import { encoded, encoderFlops, type Silence, type Tokens } from "../../bert/model.js";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import type { Shapes, Weights } from "../../runtime/tensor/layers/weights.js";

/** Scores as an answer's first token, and as its last. */
const ENDS = 2;
/** The score of padding. */
export const NOT_TO_CHOOSE = -1e9;

/** From what each token means to its two scores; a checkpoint that has answered questions before brings them. */
export function headShapes({ width }: BertConfig): Shapes {
  return denseShapes("span", width, ENDS);
}

/** Floating-point operations of one window of that many tokens. */
export function forwardFlops(config: BertConfig, length: number): number {
  return encoderFlops(config, length) + length * denseFlops(config.width, ENDS);
}

/**
 * Scores of each token as an answer's first, then as its last, before the softmax over tokens: [2 · rows, length], first all starts,
 * then all ends. Padding is never chosen.
 */
export function spanScores(config: BertConfig, weights: Weights, tokens: Tokens, silence?: Silence): tf.Tensor2D {
  const { rows, mask } = tokens;
  const length = mask.length / rows;
  const scores = dense(weights, "span", encoded(config, weights, tokens, silence));
  const padding = tf.tensor2d(mask, [rows, length]).sub(1).mul(-NOT_TO_CHOOSE);
  return scores
    .transpose([2, 0, 1])
    .add<tf.Tensor3D>(padding)
    .reshape([ENDS * rows, length]);
}
