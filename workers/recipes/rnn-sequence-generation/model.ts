import type * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import type { Dropout } from "../../runtime/tensor/layers/dropout.js";
import { embedding, embeddingShapes } from "../../runtime/tensor/layers/embedding.js";
import {
  firstLstmWeights,
  lstm,
  lstmFlops,
  lstmShapes,
  lstmStep,
  type LstmState,
} from "../../runtime/tensor/layers/lstm.js";
import { firstWeights, type Shapes, type Weights } from "../../runtime/tensor/layers/weights.js";
import type { StateTensor } from "../../runtime/trainer.js";

/** What decides the network's shapes. */
export interface WriterShape {
  /** How many different tokens there are. */
  tokens: number;
  embedding: number;
  hidden: number;
  layers: number;
}

/** Inputs of each layer. */
function inputsOf({ embedding, hidden, layers }: WriterShape): number[] {
  return Array.from({ length: layers }, (_, layer) => (layer === 0 ? embedding : hidden));
}

export function weightShapes(shape: WriterShape): Shapes {
  const { tokens, embedding, hidden } = shape;
  const layers = inputsOf(shape).map((inputs, layer) => lstmShapes(`lstm${layer + 1}`, inputs, hidden));
  return Object.assign(
    embeddingShapes("token", tokens, embedding),
    ...layers,
    denseShapes("next", hidden, tokens),
  ) as Shapes;
}

export function drawWeights(shape: WriterShape, random: RandomStream): Record<string, StateTensor> {
  const { tokens, embedding, hidden } = shape;
  const table = firstWeights(embeddingShapes("token", tokens, embedding), random, { table: 1 / Math.sqrt(embedding) });
  const layers = inputsOf(shape).map((inputs, at) => firstLstmWeights(`lstm${at + 1}`, inputs, hidden, random));
  const next = firstWeights(denseShapes("next", hidden, tokens), random);
  return Object.assign(table, ...layers, next) as Record<string, StateTensor>;
}

/** Floating-point operations of one token. */
export function tokenFlops(shape: WriterShape): number {
  const layers = inputsOf(shape).reduce((sum, inputs) => sum + lstmFlops(inputs, shape.hidden), 0);
  return layers + denseFlops(shape.hidden, shape.tokens);
}

/** Scores of the token after each of `tokens` [length, rows], before the softmax: [length · rows, tokens]. Each row begins without a past. */
export function scoresAfter(shape: WriterShape, weights: Weights, tokens: tf.Tensor2D, dropout?: Dropout): tf.Tensor2D {
  const dropped = (signal: tf.Tensor3D) => (dropout ? byRows(dropout, signal) : signal);
  let signal = dropped(embedding(weights, "token", tokens));
  for (let layer = 1; layer <= shape.layers; layer++) signal = dropped(lstm(weights, `lstm${layer}`, signal));
  return dense(weights, "next", signal.reshape<tf.Tensor2D>([-1, shape.hidden]));
}

/** Scores of the token after these, one a row, and what the layers remember then. */
export function scoresAfterOne(
  shape: WriterShape,
  weights: Weights,
  tokens: tf.Tensor1D,
  past: readonly LstmState[],
): { scores: tf.Tensor2D; states: LstmState[] } {
  const rows = tokens.shape[0];
  let signal = embedding(weights, "token", tokens.reshape<tf.Tensor2D>([1, rows])).reshape<tf.Tensor2D>([rows, -1]);
  const states = Array.from({ length: shape.layers }, (_, layer) => {
    const state = lstmStep(weights, `lstm${layer + 1}`, signal, past.at(layer));
    signal = state.hidden;
    return state;
  });
  return { scores: dense(weights, "next", signal), states };
}

/** Dropout draws by rows, which are the first axis: [length, rows, width] is turned for it. */
function byRows(dropout: Dropout, signal: tf.Tensor3D): tf.Tensor3D {
  return dropout.apply(signal.transpose([1, 0, 2])).transpose([1, 0, 2]);
}
