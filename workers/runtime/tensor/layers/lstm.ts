import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../../src/kernel/random.js";
import type { StateTensor } from "../../trainer.js";
import { differentiable } from "./own-kernel.js";
import { type Shapes, weightOf, type Weights } from "./weights.js";

/** Input, forget and output gate, and the candidate: their weights lie side by side, so that one product serves all four. */
const GATES = 4;

/** Weights from the inputs, from the state before, and a bias, each for the four gates. */
export function lstmShapes(name: string, inputs: number, hidden: number): Shapes {
  return {
    [`${name}/kernel`]: [inputs, GATES * hidden],
    [`${name}/recurrent`]: [hidden, GATES * hidden],
    [`${name}/bias`]: [GATES * hidden],
  };
}

/** Floating-point operations of one position, a multiplication with its addition counted as two. */
export function lstmFlops(inputs: number, hidden: number): number {
  return 2 * (inputs + hidden) * GATES * hidden;
}

/**
 * First weights: matrices uniform within ±√(6 / (fan-in + fan-out)) of each gate (Glorot and Bengio, AISTATS 2010); biases zero, but
 * those of the forget gates one, so that cells begin by remembering (Jozefowicz, Zaremba and Sutskever, ICML 2015).
 */
export function firstLstmWeights(
  name: string,
  inputs: number,
  hidden: number,
  random: RandomStream,
): Record<string, StateTensor> {
  const tensors = Object.entries(lstmShapes(name, inputs, hidden)).map(([weight, shape]): [string, StateTensor] => {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    const bound = Math.sqrt(6 / (shape[0] + hidden));
    if (shape.length === 2) random.fillUniform(values, -bound, bound);
    else values.fill(1, hidden, 2 * hidden);
    return [weight, { shape, dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}

/**
 * Hidden states after each position, [length, rows, hidden], of inputs [length, rows, features]: time first, so that a position's are
 * one block. It begins with zeros.
 *
 * What comes from the inputs depends on no state and is one product for all positions, as are, backwards, the gradients of both kernels.
 *
 * Source: Hochreiter and Schmidhuber 1997, with the forget gate of Gers, Schmidhuber and Cummins 2000.
 */
export function lstm(weights: Weights, name: string, inputs: tf.Tensor3D): tf.Tensor3D {
  const [length, rows, features] = inputs.shape;
  const recurrent = weightOf<tf.Tensor2D>(weights, `${name}/recurrent`);
  const driven = tf.fused.matMul({
    a: inputs.reshape<tf.Tensor2D>([length * rows, features]),
    b: weightOf(weights, `${name}/kernel`),
    bias: weightOf(weights, `${name}/bias`),
  });
  const hidden = recurrent.shape[0];
  return differentiable<tf.Tensor3D>(
    [driven.reshape([length, rows, GATES * hidden]), recurrent],
    (save) => {
      const passes = forwards(tf.unstack(driven.reshape([length, rows, GATES * hidden])), recurrent);
      const outputs = tf.stack(passes.map((pass) => pass.hidden)) as tf.Tensor3D;
      save([recurrent, outputs, ...passes.flatMap(({ gates, candidate, cell }) => [gates, candidate, cell])]);
      return outputs;
    },
    (dy, [kernel, outputs, ...saved]) => backwards(dy as tf.Tensor3D, kernel, outputs as tf.Tensor3D, saved),
  );
}

/** What an LSTM remembers after a position, [rows, hidden] each. */
export interface LstmState {
  hidden: tf.Tensor2D;
  cell: tf.Tensor2D;
}

/** One more position, [rows, features], after a state or none: to write with, not to learn. */
export function lstmStep(weights: Weights, name: string, inputs: tf.Tensor2D, before?: LstmState): LstmState {
  const recurrent = weightOf<tf.Tensor2D>(weights, `${name}/recurrent`);
  const kernel = weightOf<tf.Tensor2D>(weights, `${name}/kernel`);
  const drive = tf.matMul(inputs, kernel).add(weightOf(weights, `${name}/bias`));
  return pass(drive, recurrent, before) as Pass & LstmState;
}

/** One position's state, and what leads to it: gates are of input, forgetting and output, side by side. */
interface Pass {
  gates: tf.Tensor;
  candidate: tf.Tensor;
  cell: tf.Tensor;
  hidden: tf.Tensor;
}

function forwards(driven: tf.Tensor[], recurrent: tf.Tensor2D): Pass[] {
  const passes: Pass[] = [];
  for (const drive of driven) passes.push(pass(drive, recurrent, passes.at(-1)));
  return passes;
}

function pass(drive: tf.Tensor, recurrent: tf.Tensor2D, before?: Pick<Pass, "hidden" | "cell">): Pass {
  const size = recurrent.shape[0];
  const sums = before ? tf.add(drive, tf.matMul(before.hidden as tf.Tensor2D, recurrent)) : drive;
  const [open, wanted] = tf.split(sums, [3 * size, size], 1);
  const [gates, candidate] = [tf.sigmoid(open), tf.tanh(wanted)];
  const [input, forget, output] = tf.split(gates, 3, 1);
  const written = tf.mul(input, candidate);
  const cell = before ? tf.add(tf.mul(forget, before.cell), written) : written;
  return { gates, candidate, cell, hidden: tf.mul(output, tf.tanh(cell)) };
}

/** Gradients of what drives each position and of the recurrent kernel; `saved` are gates, candidate and cell, position by position. */
function backwards(dy: tf.Tensor3D, recurrent: tf.Tensor, outputs: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] {
  const [length, rows, size] = outputs.shape;
  const slopes: tf.Tensor[] = [];
  const wanted = tf.unstack(dy);
  let [hiddenSlope, cellSlope] = [tf.zeros([rows, size]), tf.zeros([rows, size])];
  for (let at = length - 1; at >= 0; at--) {
    const [gates, candidate, cell] = saved.slice(3 * at, 3 * at + 3);
    const [input, forget, output] = tf.split(gates, 3, 1);
    const shown = tf.tanh(cell);
    const hidden = tf.add(wanted[at], hiddenSlope);
    cellSlope = tf.add(cellSlope, tf.mul(tf.mul(hidden, output), tf.sub(1, tf.square(shown))));
    const before = at > 0 ? saved[3 * at - 1] : tf.zerosLike(cell);
    const opened = tf.concat([tf.mul(cellSlope, candidate), tf.mul(cellSlope, before), tf.mul(hidden, shown)], 1);
    const gateSlopes = tf.mul(opened, tf.mul(gates, tf.sub(1, gates)));
    const candidateSlope = tf.mul(tf.mul(cellSlope, input), tf.sub(1, tf.square(candidate)));
    const slope = tf.concat([gateSlopes, candidateSlope], 1);
    slopes.unshift(slope);
    hiddenSlope = tf.matMul(slope, recurrent, false, true);
    cellSlope = tf.mul(cellSlope, forget);
  }
  const all = tf.stack(slopes);
  const earlier = tf.concat([tf.zeros([1, rows, size]), outputs.slice([0, 0, 0], [length - 1, rows, size])]);
  const kernelSlope = tf.matMul(
    earlier.reshape<tf.Tensor2D>([length * rows, size]),
    all.reshape<tf.Tensor2D>([length * rows, GATES * size]),
    true,
  );
  return [all, kernelSlope];
}
