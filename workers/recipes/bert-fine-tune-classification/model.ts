import type * as tf from "@tensorflow/tfjs";
import type { BertConfig } from "../../../src/domains/training/checkpoints/bert-config.js";
import { encoded, encoderFlops, pooled, poolerFlops, type Silence, type Tokens } from "../../bert/model.js";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import { Dropout } from "../../runtime/tensor/layers/dropout.js";
import type { Shapes, Weights } from "../../runtime/tensor/layers/weights.js";

/** What no checkpoint brings: from what the first token has gathered to the classes. */
export function headShapes({ width }: BertConfig, classes: number): Shapes {
  return denseShapes("classes", width, classes);
}

/** Floating-point operations of one text of that many tokens. */
export function forwardFlops(config: BertConfig, length: number, classes: number): number {
  return encoderFlops(config, length) + poolerFlops(config) + denseFlops(config.width, classes);
}

/** Class scores before the softmax, [rows, classes]; with `silence` as in training. */
export function logits(config: BertConfig, weights: Weights, tokens: Tokens, silence?: Silence): tf.Tensor2D {
  const sum = pooled(weights, encoded(config, weights, tokens, silence));
  // The head's seeds are turned about, so that it silences other units than the encoder.
  const seeds = silence?.seeds.map((seed) => seed ^ 0x5bd1e995);
  return dense(weights, "classes", seeds ? new Dropout(seeds, config.dropout).apply(sum) : sum);
}
