import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./own-kernel.js";
import { type Shapes, weightOf, type Weights } from "./weights.js";

/** Update and reset gate, and the candidate: their weights lie side by side, so that one product serves all three. */
const GATES = 3;

/** Weights from the inputs, from the state before, and a bias, each for the two gates and the candidate. */
export function gruShapes(name: string, inputs: number, hidden: number): Shapes {
  return {
    [`${name}/inputs/kernel`]: [inputs, GATES * hidden],
    [`${name}/inputs/bias`]: [GATES * hidden],
    [`${name}/recurrent/kernel`]: [hidden, GATES * hidden],
  };
}

/** Floating-point operations of one position, a multiplication with its addition counted as two. */
export function gruFlops(inputs: number, hidden: number): number {
  return 2 * (inputs + hidden) * GATES * hidden;
}

/**
 * Hidden states after each position, [length, rows, hidden], of inputs [length, rows, features]: time first, so that a position's are
 * one block. It begins with zeros.
 *
 * update z = σ(x·Wz + h·Uz + bz), reset r = σ(x·Wr + h·Ur + br), candidate n = tanh(x·Wn + r ∘ (h·Un) + bn), h' = n + z ∘ (h − n).
 * Source: Cho et al., EMNLP 2014, with the reset after the product, as cuDNN and PyTorch have it.
 */
export function gru(weights: Weights, name: string, inputs: tf.Tensor3D): tf.Tensor3D {
  const [length, rows, features] = inputs.shape;
  const recurrent = weightOf<tf.Tensor2D>(weights, `${name}/recurrent/kernel`);
  const [hidden] = recurrent.shape;
  // What comes from the inputs depends on no state: one product for all positions.
  const driven = tf.fused.matMul({
    a: inputs.reshape<tf.Tensor2D>([length * rows, features]),
    b: weightOf(weights, `${name}/inputs/kernel`),
    bias: weightOf(weights, `${name}/inputs/bias`),
  });
  const drives = driven.reshape<tf.Tensor3D>([length, rows, GATES * hidden]);
  return differentiable<tf.Tensor3D>(
    [drives, recurrent],
    (save) => {
      const passes = forwards(drives, recurrent);
      const states = tf.stack(passes.map(({ state }) => state)) as tf.Tensor3D;
      save([recurrent, states, ...passes.flatMap(({ gates, candidate, past }) => [gates, candidate, past])]);
      return states;
    },
    (dy, [kernel, states, ...saved]) => backwards(dy, kernel as tf.Tensor2D, states as tf.Tensor3D, saved),
  );
}

/** One position's state, and what leads to it, [rows, hidden] each: gates are of update and reset, side by side; `past` is h·Un. */
interface Pass {
  gates: tf.Tensor;
  candidate: tf.Tensor;
  past: tf.Tensor;
  state: tf.Tensor;
}

function forwards(drives: tf.Tensor3D, recurrent: tf.Tensor2D): Pass[] {
  const [, rows] = drives.shape;
  const [hidden] = recurrent.shape;
  let state: tf.Tensor2D = tf.zeros([rows, hidden]);
  return tf.unstack(drives).map((drive) => {
    const [open, wanted] = tf.split(drive, [2 * hidden, hidden], 1);
    const [pastOpen, past] = tf.split(tf.matMul(state, recurrent), [2 * hidden, hidden], 1);
    const gates = tf.sigmoid(tf.add(open, pastOpen));
    const [update, reset] = tf.split(gates, 2, 1);
    const candidate = tf.tanh(tf.add(wanted, tf.mul(reset, past)));
    state = tf.add(candidate, tf.mul(update, tf.sub(state, candidate)));
    return { gates, candidate, past, state };
  });
}

/** Gradients of what drives each position and of the recurrent kernel; `saved` are gates, candidate and past, position by position. */
function backwards(dy: tf.Tensor, recurrent: tf.Tensor2D, states: tf.Tensor3D, saved: tf.Tensor[]): tf.Tensor[] {
  const [length, rows, hidden] = states.shape;
  const begin = tf.zeros([1, rows, hidden]);
  const before = length > 1 ? tf.concat([begin, states.slice([0, 0, 0], [length - 1, rows, hidden])]) : begin;
  const [wanted, known] = [tf.unstack(dy), tf.unstack(before)];
  const driven: tf.Tensor[] = [];
  const recurred: tf.Tensor[] = [];
  let slope: tf.Tensor = tf.zeros([rows, hidden]);
  for (let at = length - 1; at >= 0; at--) {
    const [gates, candidate, past] = saved.slice(3 * at, 3 * at + 3);
    const [update, reset] = tf.split(gates, 2, 1);
    const own = tf.add(wanted[at], slope);
    const carried = tf.mul(own, update);
    const candidateSlope = tf.mul(tf.sub(own, carried), tf.sub(1, tf.square(candidate)));
    const opened = tf.concat([tf.mul(own, tf.sub(known[at], candidate)), tf.mul(candidateSlope, past)], 1);
    const gateSlopes = tf.mul(opened, tf.mul(gates, tf.sub(1, gates)));
    driven.unshift(tf.concat([gateSlopes, candidateSlope], 1));
    const recurrentSlope = tf.concat([gateSlopes, tf.mul(candidateSlope, reset)], 1) as tf.Tensor2D;
    recurred.unshift(recurrentSlope);
    slope = tf.add(carried, tf.matMul(recurrentSlope, recurrent, false, true));
  }
  const kernelSlope = tf.matMul(before.reshape<tf.Tensor2D>([length * rows, hidden]), tf.concat(recurred), true);
  return [tf.stack(driven), kernelSlope];
}
