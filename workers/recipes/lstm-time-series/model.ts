import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { FEATURES } from "./data.js";

/** What decides the network's shapes. */
export interface LstmShape {
  hidden: number;
  layers: number;
}

/** Weights by name, e.g. `lstm1/recurrent`; the same names in checkpoints and in the trained model. */
export type LstmWeights = Record<string, tf.Tensor>;

/** Input, forget and output gate, and the candidate: their weights lie side by side, so that one product serves all four. */
const GATES = 4;

/** Shape of every weight. */
export function weightShapes({ hidden, layers }: LstmShape): Record<string, number[]> {
  const shapes: Record<string, number[]> = {};
  for (let layer = 1; layer <= layers; layer++) {
    shapes[`lstm${layer}/kernel`] = [layer === 1 ? FEATURES : hidden, GATES * hidden];
    shapes[`lstm${layer}/recurrent`] = [hidden, GATES * hidden];
    shapes[`lstm${layer}/bias`] = [GATES * hidden];
  }
  return { ...shapes, "output/kernel": [hidden, 1], "output/bias": [1] };
}

/** Floating-point operations of one window's way through the network: its matrix products, a multiplication with its addition counted as two. */
export function forwardFlops({ hidden, layers }: LstmShape, window: number): number {
  const perStep = (FEATURES + layers * hidden + (layers - 1) * hidden) * GATES * hidden;
  return 2 * (window * perStep + hidden);
}

/**
 * First weights: matrices uniform within ±√(6 / (fan-in + fan-out)) of each gate (Glorot and Bengio, AISTATS 2010); biases zero, but
 * those of the forget gates one, so that cells begin by remembering (Jozefowicz, Zaremba and Sutskever, ICML 2015).
 */
export function firstWeights(shape: LstmShape, random: RandomStream): Record<string, StateTensor> {
  const { hidden } = shape;
  const tensors = Object.entries(weightShapes(shape)).map(([name, sides]): [string, StateTensor] => {
    const values = new Float32Array(tf.util.sizeFromShape(sides));
    const recurs = name.startsWith("lstm");
    if (sides.length === 2) {
      const bound = Math.sqrt(6 / (sides[0] + (recurs ? hidden : sides[1])));
      random.fillUniform(values, -bound, bound);
    } else if (recurs) values.fill(1, hidden, 2 * hidden);
    return [name, { shape: sides, dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}

/**
 * Forecasts, standardised, [rows], of windows [window, rows, FEATURES]. `masks`, [rows, hidden] for each layer, multiply what the
 * layer hands on, the same at all its steps: dropout while training (Gal and Ghahramani, NIPS 2016).
 */
export function forecast(
  shape: LstmShape,
  weights: LstmWeights,
  windows: tf.Tensor3D,
  masks?: tf.Tensor2D[],
): tf.Tensor1D {
  let signal = windows;
  for (let layer = 1; layer <= shape.layers; layer++) {
    const mask = masks?.[layer - 1];
    const hidden = states(shape.hidden, weights, `lstm${layer}`, signal);
    if (layer === shape.layers) {
      const last = hidden[hidden.length - 1];
      const kept = mask ? tf.mul(last, mask) : last;
      return tf.fused.matMul({ a: kept, b: weights["output/kernel"], bias: weights["output/bias"] }).reshape([-1]);
    }
    signal = tf.stack(mask ? hidden.map((state) => state.mul(mask)) : hidden) as tf.Tensor3D;
  }
  throw new RangeError("an LSTM has one layer at least");
}

/**
 * Hidden states after each step, [rows, hidden], of inputs [window, rows, features].
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000.
 */
function states(hidden: number, weights: LstmWeights, layer: string, inputs: tf.Tensor3D): tf.Tensor2D[] {
  const [window, rows, features] = inputs.shape;
  const recurrent = weights[`${layer}/recurrent`] as tf.Tensor2D;
  // What comes from the inputs depends on no state: one product for all steps.
  const driven = tf.fused.matMul({
    a: inputs.reshape<tf.Tensor2D>([window * rows, features]),
    b: weights[`${layer}/kernel`],
    bias: weights[`${layer}/bias`],
  });
  const all: tf.Tensor2D[] = [];
  let cell: tf.Tensor | undefined;
  for (const drive of tf.unstack(driven.reshape([window, rows, GATES * hidden]))) {
    const state = all.at(-1);
    const sums = state ? tf.add(drive, tf.matMul(state, recurrent)) : drive;
    const [gates, candidate] = tf.split(sums, [3 * hidden, hidden], 1);
    const [input, forget, output] = tf.split(tf.sigmoid(gates), 3, 1);
    const written = tf.mul(input, tf.tanh(candidate));
    cell = cell ? tf.add(tf.mul(forget, cell), written) : written;
    all.push(tf.mul(output, tf.tanh(cell)));
  }
  return all;
}
