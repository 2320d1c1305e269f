import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "@jest/globals";
import { RandomStreams } from "../../../../src/kernel/random.js";
import { openBackend } from "../backend.js";
import { smoothedCrossEntropy } from "./cross-entropy.js";
import { firstLstmWeights, lstm, lstmFlops, lstmShapes, lstmStep, type LstmState } from "./lstm.js";

const [LENGTH, ROWS, INPUTS, HIDDEN] = [5, 3, 4, 7];

beforeAll(async () => {
  await openBackend("ANY", "wasm");
});

const weightsOf = (): Record<string, tf.Tensor> =>
  Object.fromEntries(
    Object.entries(firstLstmWeights("l", INPUTS, HIDDEN, new RandomStreams(1).stream("weights"))).map(
      ([name, { values, shape }]) => [name, tf.tensor(values.slice(), shape)],
    ),
  );
const inputsOf = () => {
  const values = new RandomStreams(1).stream("inputs").fillNormal(new Float32Array(LENGTH * ROWS * INPUTS));
  return tf.tensor3d(values, [LENGTH, ROWS, INPUTS]);
};

/** The same by its equations, a position after the other, in ops that tfjs differentiates itself. */
function byEquations(weights: Record<string, tf.Tensor>, inputs: tf.Tensor3D): tf.Tensor {
  let [hidden, cell]: tf.Tensor[] = [tf.zeros([ROWS, HIDDEN]), tf.zeros([ROWS, HIDDEN])];
  const all = tf.unstack(inputs).map((x) => {
    const sums = tf.matMul(x as tf.Tensor2D, weights["l/kernel"] as tf.Tensor2D)
      .add(tf.matMul(hidden as tf.Tensor2D, weights["l/recurrent"] as tf.Tensor2D))
      .add(weights["l/bias"]); // prettier-ignore
    const [i, f, o, g] = tf.split(sums, 4, 1);
    cell = tf
      .sigmoid(f)
      .mul(cell)
      .add(tf.sigmoid(i).mul(tf.tanh(g)));
    hidden = tf.sigmoid(o).mul(tf.tanh(cell));
    return hidden;
  });
  return tf.stack(all);
}

test("states are those of the equations, and so are all gradients", async () => {
  const weights = weightsOf();
  const inputs = inputsOf();
  const wanted = tf.tensor3d(new RandomStreams(2).stream("w").fillNormal(new Float32Array(LENGTH * ROWS * HIDDEN)), [LENGTH, ROWS, HIDDEN]); // prettier-ignore
  const names = Object.keys(lstmShapes("l", INPUTS, HIDDEN));
  const gradients = (states: (weights: Record<string, tf.Tensor>, inputs: tf.Tensor3D) => tf.Tensor) => {
    const loss = (...given: tf.Tensor[]) => {
      const own = Object.fromEntries(names.map((name, at) => [name, given[at]]));
      return states(own, given[names.length] as tf.Tensor3D)
        .mul(wanted)
        .sum();
    };
    return tf.grads(loss)([...names.map((name) => weights[name]), inputs]);
  };
  const ours = await lstm(weights, "l", inputs).data();
  (await byEquations(weights, inputs).data()).forEach((value, at) => expect(ours[at]).toBeCloseTo(value, 5));
  const expected = gradients(byEquations);
  for (const [at, gradient] of gradients((own, x) => lstm(own, "l", x)).entries()) {
    const values = await gradient.data();
    (await expected[at].data()).forEach((value, place) => expect(values[place]).toBeCloseTo(value, 4));
  }
});

test("one position after the other ends in the states of all at once", async () => {
  const weights = weightsOf();
  const inputs = inputsOf();
  const states = await lstm(weights, "l", inputs).array();
  let state: LstmState | undefined;
  for (const [at, x] of tf.unstack(inputs).entries()) {
    state = lstmStep(weights, "l", x as tf.Tensor2D, state);
    (await state.hidden.array())
      .flat()
      .forEach((value, place) => expect(value).toBeCloseTo(states[at].flat()[place], 5));
  }
});

test("cells begin by remembering, and operations are counted as by hand", () => {
  const { "l/bias": bias } = firstLstmWeights("l", INPUTS, HIDDEN, new RandomStreams(1).stream("weights"));
  expect([...bias.values]).toEqual([...Array(7).fill(0), ...Array(7).fill(1), ...Array(14).fill(0)]);
  expect(lstmFlops(INPUTS, HIDDEN)).toBe(2 * 11 * 28);
});

test("the cross-entropy and its gradient are tfjs's own, with and without smoothing", async () => {
  const scores = tf.tensor2d([1, 2, 3, -1, 0.5, 0], [2, 3]);
  const tokens = tf.tensor1d([2, 0], "int32");
  for (const smoothing of [0, 0.3]) {
    const own = (given: tf.Tensor) =>
      tf.losses.softmaxCrossEntropy(
        tf.oneHot(tokens, 3).toFloat().mul(1 - smoothing).add(smoothing / 3),
        given,
        undefined,
        undefined,
        tf.Reduction.SUM,
      ); // prettier-ignore
    const ours = (given: tf.Tensor) => smoothedCrossEntropy(given as tf.Tensor2D, tokens, smoothing).sum();
    expect(ours(scores).dataSync()[0]).toBeCloseTo(own(scores).dataSync()[0], 5);
    const [expected, gradient] = [own, ours].map((loss) => [...tf.grad(loss)(scores).dataSync()]);
    gradient.forEach((value, at) => expect(value).toBeCloseTo(expected[at], 5));
  }
});

test("gradients leave no tensor behind", () => {
  const [weights, inputs] = [weightsOf(), inputsOf()];
  const before = tf.memory().numTensors;
  tf.tidy(() => void tf.grad((x) => lstm(weights, "l", x as tf.Tensor3D))(inputs));
  expect(tf.memory().numTensors).toBe(before);
});
