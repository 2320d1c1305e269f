import { afterEach, beforeAll, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { Descent, type DescentParameters } from "../../workers/runtime/tensor/descent.js";
import type { OptimiserName } from "../../workers/runtime/tensor/optimisers.js";
import { values } from "./backends-agree.js";

const PLAIN: DescentParameters = {
  learningRate: 0.05,
  learningRateSchedule: "constant",
  warmup: 0,
  optimizer: "sgd",
  l1: 0,
  l2: 0,
  gradientClip: 0,
};
const STEPS = 8;

beforeAll(async () => {
  await openBackend("ANY", "wasm");
});

afterEach(() => tf.disposeVariables());

type Variables = Record<"kernel" | "bias", tf.Variable>;

const fresh = (): Variables =>
  tf.tidy(() => ({
    kernel: tf.variable(values([5, 2], 1), true, "kernel"),
    bias: tf.variable(values([2], 2), true, "bias"),
  }));

function loss({ kernel, bias }: Variables): tf.Scalar {
  const [x, target] = [values([7, 5], 3) as tf.Tensor2D, values([7, 2], 4)];
  return tf.losses.meanSquaredError(target, tf.matMul(x, kernel as unknown as tf.Tensor2D).add(bias));
}

function gradientsOf(variables: Variables): tf.NamedTensorMap {
  return tf.tidy(() => tf.variableGrads(() => loss(variables), Object.values(variables)).grads);
}

const numbers = (variables: Variables) => Object.values(variables).flatMap((variable) => [...variable.dataSync()]);

function descend(variables: Variables, descent: Descent, from: number, to: number): number[] {
  for (let step = from; step < to; step++) {
    const gradients = gradientsOf(variables);
    descent.step(variables, gradients, step);
    tf.dispose(gradients);
  }
  return numbers(variables);
}

function afterAll(parameters: Partial<DescentParameters>): number[] {
  const descent = new Descent({ ...PLAIN, ...parameters }, STEPS);
  const variables = fresh();
  const end = descend(variables, descent, 0, STEPS);
  descent.dispose();
  tf.dispose(variables);
  return end;
}

/** The same by an optimiser of tfjs, down a loss. */
function expected(optimiser: tf.Optimizer, objective: (variables: Variables) => tf.Scalar = loss): number[] {
  const variables = fresh();
  for (let step = 0; step < STEPS; step++)
    optimiser.minimize(() => objective(variables), false, Object.values(variables));
  const end = numbers(variables);
  tf.dispose(variables);
  return end;
}

function expectClose(actual: number[], wanted: number[]): void {
  expect(actual).toHaveLength(wanted.length);
  actual.forEach((value, at) => expect(value).toBeCloseTo(wanted[at], 4));
}

test.each<[OptimiserName, () => tf.Optimizer]>([
  ["sgd", () => tf.train.sgd(0.05)],
  ["momentum", () => tf.train.momentum(0.05, 0.9)],
  ["adam", () => tf.train.adam(0.05)],
])("%s takes the steps of tfjs's own", (optimizer, peer) => {
  expectClose(afterAll({ optimizer }), expected(peer()));
});

test("rmsprop divides by the running root mean square", () => {
  const gradients = gradientsOf(fresh()).bias.dataSync();
  tf.disposeVariables();
  const before = values([2], 2).dataSync();
  const descent = new Descent({ ...PLAIN, optimizer: "rmsprop" }, STEPS);
  const after = descend(fresh(), descent, 0, 1).slice(-2);
  after.forEach((value, at) => {
    const step = gradients[at] / (Math.sqrt(0.1 * gradients[at] ** 2) + 1e-7);
    expect(value).toBeCloseTo(before[at] - 0.05 * step, 5);
  });
});

test("penalties are those of a loss that has them, and leave biases out", () => {
  const penalised = (variables: Variables) => {
    const [sizes, squares] = [variables.kernel.abs().sum(), variables.kernel.square().sum()];
    return tf.addN([loss(variables), sizes.mul(0.02), squares.mul(0.15)]).asScalar();
  };
  expectClose(afterAll({ l1: 0.02, l2: 0.3 }), expected(tf.train.sgd(0.05), penalised));
});

test("the decay of adamw shrinks weights by the rate's share, outside of Adam's steps", () => {
  const [adam, adamw] = [{ optimizer: "adam" as const }, { optimizer: "adamw" as const, l2: 0.4 }].map((options) => {
    const variables = fresh();
    const descent = new Descent({ ...PLAIN, ...options }, STEPS);
    const end = descend(variables, descent, 0, 1);
    tf.dispose(variables);
    return end;
  });
  expectClose(
    adamw,
    adam.map((value, at) => (at < 10 ? value * (1 - 0.05 * 0.4) : value)),
  );
});

test("gradients longer than the limit are shortened together, shorter ones stay as they are", () => {
  const variables = fresh();
  const norm = Math.hypot(...Object.values(gradientsOf(variables)).flatMap((gradient) => [...gradient.dataSync()]));
  const moved = (gradientClip: number) => {
    const before = numbers(variables);
    descend(variables, new Descent({ ...PLAIN, gradientClip }, STEPS), 0, 1);
    const steps = numbers(variables).map((value, at) => before[at] - value);
    Object.values(variables).forEach((variable, at) => variable.assign(values(variable.shape, at + 1)));
    return Math.hypot(...steps);
  };
  expect(moved(norm / 4)).toBeCloseTo((0.05 * norm) / 4, 5);
  expect(moved(norm * 2)).toBeCloseTo(0.05 * norm, 5);
});

test.each([
  ["constant", [1, 1, 1, 1, 1]],
  ["step", [1, 1, 0.1, 0.01, 0.01]],
  ["cosine", [1, (1 + Math.SQRT1_2) / 2, 0.5, (1 - Math.SQRT1_2) / 2, 0]],
] as const)("the schedule %s", (learningRateSchedule, shares) => {
  const descent = new Descent({ ...PLAIN, learningRateSchedule }, 8);
  shares.forEach((share, quarter) => expect(descent.rateAt(quarter * 2)).toBeCloseTo(0.05 * share, 10));
});

test("a warm-up rises in a straight line, and the schedule has what is left of the run", () => {
  const descent = new Descent({ ...PLAIN, learningRateSchedule: "cosine", warmup: 0.5 }, 8);
  const rates = [0, 1, 2, 3, 4, 6].map((step) => descent.rateAt(step) / 0.05);
  [0.25, 0.5, 0.75, 1, 1, 0.5].forEach((share, at) => expect(rates[at]).toBeCloseTo(share, 10));
});

test.each<OptimiserName>(["adam", "adamw", "sgd", "momentum", "rmsprop"])(
  "%s goes on from its saved slots to the same bits",
  async (optimizer) => {
    const parameters = { ...PLAIN, optimizer, l1: 0.01, l2: 0.1, gradientClip: 1 };
    const whole = afterAll(parameters);
    const variables = fresh();
    const first = new Descent(parameters, STEPS);
    descend(variables, first, 0, 3);
    const [saved, updates] = [await first.slots(), first.updates];
    first.dispose();
    const second = new Descent(parameters, STEPS);
    second.restore(saved, Object.keys(variables), updates);
    expect(descend(variables, second, 3, STEPS)).toEqual(whole);
    second.dispose();
  },
);

test.each<OptimiserName>(["adam", "adamw", "sgd", "momentum", "rmsprop"])(
  "a step of %s leaves no tensor behind, and dispose gives up what it remembers",
  (optimizer) => {
    const variables = fresh();
    const gradients = gradientsOf(variables);
    const before = tf.memory().numTensors;
    const descent = new Descent({ ...PLAIN, optimizer, l1: 0.01, l2: 0.1, gradientClip: 0.1 }, STEPS);
    descent.step(variables, gradients, 0);
    const after = tf.memory().numTensors;
    descent.step(variables, gradients, 1);
    expect(tf.memory().numTensors).toBe(after);
    descent.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);
