import { beforeEach, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { values } from "../../../../test/workers/backends-agree.js";
import { openBackend } from "../backend.js";
import { additiveAttention, additiveAttentionShapes } from "./additive-attention.js";
import { gru, gruShapes } from "./gru.js";
import { reversed } from "./reversal.js";
import type { Weights } from "./weights.js";

beforeEach(async () => {
  await openBackend("ANY", "wasm");
});

function numbers(tensor: tf.Tensor): number[] {
  return [...tensor.dataSync()];
}

/** A GRU by tfjs's own differentiable ops, after its definition. */
function definedGru(weights: Weights, inputs: tf.Tensor3D): tf.Tensor {
  const [kernel, bias, recurrent] = [
    weights["g/inputs/kernel"],
    weights["g/inputs/bias"],
    weights["g/recurrent/kernel"],
  ] as tf.Tensor2D[];
  let state: tf.Tensor2D = tf.zeros([inputs.shape[1], recurrent.shape[0]]);
  const states = tf.unstack(inputs).map((input) => {
    const [z, r, n] = tf.split(tf.add(tf.matMul(input as tf.Tensor2D, kernel), bias), 3, 1);
    const [pastZ, pastR, pastN] = tf.split(tf.matMul(state, recurrent), 3, 1);
    const [update, reset] = [tf.sigmoid(z.add(pastZ)), tf.sigmoid(r.add(pastR))];
    const candidate = tf.tanh(n.add(reset.mul(pastN)));
    state = tf.add(tf.mul(tf.sub(1, update), candidate), tf.mul(update, state));
    return state;
  });
  return tf.stack(states);
}

test("a GRU says what its definition says, and so do its gradients by inputs and weights", () => {
  const shapes = gruShapes("g", 3, 4);
  const names = Object.keys(shapes);
  const inputs = values([5, 2, 3], 9) as tf.Tensor3D;
  const given = [inputs, ...names.map((name, at) => values(shapes[name], at + 1))];
  const weight = values([5, 2, 4], 20);
  const named = (weights: tf.Tensor[]): Weights => Object.fromEntries(names.map((name, at) => [name, weights[at]]));
  const gradients = (states: (weights: Weights, x: tf.Tensor3D) => tf.Tensor) =>
    tf.grads((x, ...weights) =>
      states(named(weights), x as tf.Tensor3D)
        .mul(weight)
        .sum(),
    )(given);
  const own = gradients((weights, x) => gru(weights, "g", x));
  const expected = gradients(definedGru);
  numbers(definedGru(named(given.slice(1)), inputs)).forEach((value, at) =>
    expect(numbers(gru(named(given.slice(1)), "g", inputs))[at]).toBeCloseTo(value, 5),
  );
  expected.forEach((slopes, which) => {
    const found = numbers(own[which]);
    numbers(slopes).forEach((slope, at) => expect(found[at]).toBeCloseTo(slope, 4));
  });
});

test("sequences are reversed up to their lengths, padding stays, and twice gives them back; so do gradients", () => {
  const x = tf.tensor3d([1, 10, 2, 20, 3, 30], [3, 2, 1]);
  expect(numbers(reversed(x, [3, 2]))).toEqual([3, 20, 2, 10, 1, 30]);
  expect(numbers(reversed(reversed(x, [3, 2]), [3, 2]))).toEqual(numbers(x));
  const weight = tf.tensor3d([1, 2, 3, 4, 5, 6], [3, 2, 1]);
  const slopes = tf.grad((y: tf.Tensor) =>
    reversed(y as tf.Tensor3D, [3, 2])
      .mul(weight)
      .sum(),
  )(x);
  expect(numbers(slopes)).toEqual([5, 4, 3, 2, 1, 6]);
});

test("additive attention mixes by the softmax of its scores, and gives padding nothing", () => {
  const shapes = additiveAttentionShapes("a", 2, 1);
  const weights = {
    "a/hidden/kernel": tf.tensor2d([1, 0], [2, 1]),
    "a/hidden/bias": tf.zeros([1]),
    "a/score/kernel": tf.tensor2d([3], [1, 1]),
  };
  expect(Object.keys(weights)).toEqual(Object.keys(shapes));
  // Three positions of one row: the first number is scored, the second mixed.
  const states = tf.tensor3d([0, 10, 1, 20, 9, 1000], [3, 1, 2]);
  const { mixed, shares } = additiveAttention(weights, "a", states, tf.tensor2d([[1, 1, 0]]));
  const odds = Math.exp(3 * Math.tanh(1));
  const [first, second, third] = numbers(shares);
  expect(first).toBeCloseTo(1 / (1 + odds), 5);
  expect(second).toBeCloseTo(odds / (1 + odds), 5);
  expect(third).toBe(0);
  expect(numbers(mixed)[1]).toBeCloseTo((10 + 20 * odds) / (1 + odds), 3);
});
