import { expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { Adam } from "../../workers/runtime/tensor/adam.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { values } from "./backends-agree.js";

/** Fits five weights and a bias to a fixed target for some steps, and returns the variables' values. */
function descend(optimizer: tf.Optimizer, weights: tf.Variable, bias: tf.Variable, steps: number): number[] {
  const [x, target] = [values([7, 5], 3) as tf.Tensor2D, values([7, 1], 4)];
  for (let step = 0; step < steps; step++) {
    const loss = (): tf.Scalar =>
      tf.losses.meanSquaredError(target, tf.add(tf.matMul(x, weights as unknown as tf.Tensor2D), bias));
    optimizer.minimize(loss, false, [weights, bias]);
  }
  return [...weights.dataSync(), ...bias.dataSync()];
}

const fresh = (): [tf.Variable, tf.Variable] => [tf.variable(values([5, 1], 1)), tf.variable(values([1], 2))];

test.each(["wasm", "cpu"] as const)("on %s it takes the steps of tfjs's own Adam", async (backend) => {
  await openBackend("ANY", backend);
  const expected = descend(tf.train.adam(0.05), ...fresh(), 20);
  const actual = descend(new Adam({ learningRate: 0.05 }), ...fresh(), 20);
  actual.forEach((value, index) => {
    expect(value).toBeCloseTo(expected[index] ?? NaN, 4);
  });
});

test("restored slots and steps go on to the same bits as an uninterrupted run", async () => {
  await openBackend("ANY", "wasm");
  const whole = descend(new Adam({ learningRate: 0.05 }), ...fresh(), 9);
  const [weights, bias] = fresh();
  const first = new Adam({ learningRate: 0.05 });
  descend(first, weights, bias, 4);
  const saved = Object.entries(first.slots()).map(([name, tensor]) => ({
    name,
    shape: tensor.shape,
    numbers: tensor.dataSync(),
  }));
  const { steps } = first;
  first.dispose();
  const second = new Adam({ learningRate: 0.05 });
  second.restore(Object.fromEntries(saved.map(({ name, shape, numbers }) => [name, tf.tensor(numbers, shape)])), steps);
  expect(descend(second, weights, bias, 5)).toEqual(whole);
});

test("a step leaves no tensors behind, and dispose gives up the slots", async () => {
  await openBackend("ANY", "wasm");
  const [weights, bias] = fresh();
  const optimizer = new Adam();
  const x = tf.ones<tf.Rank.R2>([3, 5]);
  const step = (): void => {
    optimizer.minimize(() => tf.mean(tf.add(tf.matMul(x, weights as unknown as tf.Tensor2D), bias)), false, [
      weights,
      bias,
    ]);
  };
  const before = tf.memory().numTensors;
  step();
  const slots = tf.memory().numTensors - before;
  step();
  expect(tf.memory().numTensors - before).toBe(slots);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test("half of a variable's moments is refused", async () => {
  await openBackend("ANY", "wasm");
  expect(() => {
    new Adam().restore({ "w/m": tf.ones([1]) }, 1);
  }).toThrow("The saved moments of w are incomplete.");
});

test("a copy of a variable, and what moments were restored from, keep their values through a step", async () => {
  await openBackend("ANY", "wasm");
  const [weights, bias] = fresh();
  const first = new Adam({ learningRate: 0.05 });
  descend(first, weights, bias, 1);
  const [copy, twin] = [weights.clone(), tf.variable(weights)];
  const second = new Adam({ learningRate: 0.05 });
  second.restore(first.slots(), first.steps);
  const kept = [copy, twin, ...Object.values(first.slots())];
  const before = kept.map((tensor) => [...tensor.dataSync()]);
  const after = descend(second, weights, bias, 2);
  expect(kept.map((tensor) => [...tensor.dataSync()])).toEqual(before);
  expect(after.slice(0, 5)).not.toEqual(before[0]);
});
