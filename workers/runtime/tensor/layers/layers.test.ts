import { beforeEach, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { RandomStreams } from "../../../../src/kernel/random.js";
import { expectAgreement, values, withGradients } from "../../../../test/workers/backends-agree.js";
import { openBackend } from "../backend.js";
import { gelu } from "./activation.js";
import { attention, attentionShapes, causalBias, keyBias } from "./attention.js";
import { decoderBlock, decoderBlockFlops, decoderBlockShapes, encoderBlock, encoderBlockFlops } from "./blocks.js";
import { encoderBlockShapes } from "./blocks.js";
import { dense } from "./dense.js";
import { Dropout, dropoutSeeds } from "./dropout.js";
import { embedding } from "./embedding.js";
import { layerNorm } from "./normalisation.js";
import { sinusoidalPositions } from "./positions.js";
import { firstWeights, type Shapes, weightCount, type Weights } from "./weights.js";

beforeEach(async () => {
  await openBackend("ANY", "wasm");
});

const WIDTH = 6;
const BLOCK = { width: WIDTH, inner: 10 };

/** Weights of these shapes, all away from zero. */
function drawn(shapes: Shapes): Weights {
  const entries = Object.entries(shapes).map(([name, shape], at) => [name, values(shape, at + 1).mul(0.7)] as const);
  return Object.fromEntries(entries);
}

function signal(rows: number, length: number, seed: number): tf.Tensor3D {
  return values([rows, length, WIDTH], seed) as tf.Tensor3D;
}

function numbers(tensor: tf.Tensor): number[] {
  return [...tensor.dataSync()];
}

/** The slope of f's sum of squares along each weight of `at`, by central differences. */
function slope(f: (weights: Weights) => tf.Tensor, weights: Weights, at: string): number[] {
  const STEP = 1e-2;
  const [origin, { shape }] = [numbers(weights[at]), weights[at]];
  const height = (index: number, step: number): number => {
    const moved = { ...weights, [at]: tf.tensor(origin.with(index, origin[index] + step), shape) };
    return tf.tidy(() => f(moved).square().sum().dataSync()[0]);
  };
  return origin.map((_, index) => (height(index, STEP) - height(index, -STEP)) / (2 * STEP));
}

/** Asserts that the gradients of f's sum of squares, for all weights, are those of central differences. */
function expectTrueGradients(f: (weights: Weights) => tf.Tensor, weights: Weights): void {
  const names = Object.keys(weights);
  const sum = (...given: tf.Tensor[]) =>
    f(Object.fromEntries(names.map((name, at) => [name, given[at]])))
      .square()
      .sum();
  const gradients = tf
    .grads(sum)(names.map((name) => weights[name]))
    .map(numbers);
  names.forEach((name, at) => {
    const expected = slope(f, weights, name);
    const scale = Math.max(1, ...expected.map(Math.abs));
    const worst = Math.max(...expected.map((value, index) => Math.abs(value - gradients[at][index]) / scale));
    expect({ name, exact: worst < 0.01 }).toEqual({ name, exact: true });
  });
}

test("gelu is x · Φ(x): 0 at 0, 0.8413447 at 1, −0.1586553 at −1, and x far above", () => {
  const [zero, one, minusOne, far, farBelow] = numbers(gelu(tf.tensor1d([0, 1, -1, 9, -9])));
  expect(zero).toBe(0);
  expect(one).toBeCloseTo(0.8413447, 6);
  expect(minusOne).toBeCloseTo(-0.1586553, 6);
  expect(far).toBeCloseTo(9, 5);
  expect(farBelow).toBeCloseTo(0, 5);
});

test("layer normalisation by hand: 1, 2, 3 becomes −√1.5, 0, √1.5, scaled and shifted", () => {
  const weights = { "norm/scale": tf.tensor1d([1, 1, 2]), "norm/offset": tf.tensor1d([0, 5, 1]) };
  const [first, second, third] = numbers(layerNorm(weights, "norm", tf.tensor2d([[1, 2, 3]]), 0));
  expect(first).toBeCloseTo(-Math.sqrt(1.5), 6);
  expect(second).toBeCloseTo(5, 6);
  expect(third).toBeCloseTo(1 + 2 * Math.sqrt(1.5), 6);
});

test.each([
  ["gelu", (x: tf.Tensor) => gelu(x.mul(4))],
  ["the layer's norm", (x: tf.Tensor) => layerNorm(drawn({ "n/scale": [7], "n/offset": [7] }), "n", x, 1e-12)],
  ["dropout", (x: tf.Tensor) => new Dropout(Int32Array.of(5, -9, 77), 0.4).apply(x)],
])("%s and its gradient agree with tfjs's own ops on the cpu backend, on odd shapes", async (_, op) => {
  await expectAgreement(() => withGradients(op, values([3, 5, 7])), 1e-5);
});

test("the gradients of the norm's scale and offset agree with tfjs's own ops", async () => {
  const op = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor) =>
    layerNorm({ "n/scale": scale, "n/offset": offset }, "n", x);
  await expectAgreement(() => withGradients(op, values([4, 3, 9]), values([9], 2), values([9], 3)), 1e-5);
});

test("a token's row in the table gets the sum of the gradients of all its places, an unused one none", () => {
  const ids = tf.tensor2d([2, 0, 2, 2], [2, 2], "int32");
  const table = tf.tensor2d([1, 2, 3, 4, 5, 6], [3, 2]);
  expect(numbers(embedding({ "e/table": table }, "e", ids))).toEqual([5, 6, 1, 2, 5, 6, 5, 6]);
  const weighted = (own: tf.Tensor) =>
    embedding({ "e/table": own }, "e", ids)
      .mul(tf.tensor3d([1, 1, 10, 10, 100, 100, 1000, 1000], [2, 2, 2]))
      .sum();
  expect(numbers(tf.grad(weighted)(table))).toEqual([10, 10, 0, 0, 1101, 1101]);
});

test("positions are waves: sine and cosine of the position, slower by columns", () => {
  const rows = sinusoidalPositions(3, 4).arraySync();
  expect(rows[0]).toEqual([0, 1, 0, 1]);
  [Math.sin(2), Math.cos(2), Math.sin(0.02), Math.cos(0.02)].forEach((value, column) =>
    expect(rows[2][column]).toBeCloseTo(value, 6),
  );
});

test("with equal scores a position mixes all values alike, and a masked key has no part in it", () => {
  const zero = Object.fromEntries(Object.entries(attentionShapes("a", 2)).map(([name, s]) => [name, tf.zeros(s)]));
  const weights = { ...zero, "a/value/kernel": tf.eye(2), "a/output/kernel": tf.eye(2) };
  const x = tf.tensor3d([1, 10, 3, 30, 100, 1000], [1, 3, 2]);
  const shares: number[][] = [];
  const look = (seen: tf.Tensor) => shares.push(numbers(seen).slice(0, 3));
  const both = { queries: x, memory: x };
  expect(numbers(attention(weights, "a", both, { heads: 1, bias: keyBias(tf.tensor2d([[1, 1, 0]])), look }))).toEqual([
    2, 20, 2, 20, 2, 20,
  ]);
  const causal = numbers(attention(weights, "a", both, { heads: 2, bias: causalBias(3), look }));
  expect(causal.slice(0, 4)).toEqual([1, 10, 2, 20]);
  expect(shares).toEqual([
    [0.5, 0.5, 0],
    [1, 0, 0],
  ]);
});

test("attention by hand: one head's scores are q · k over the root of its width", () => {
  const shapes = attentionShapes("a", 2);
  const weights = Object.fromEntries(
    Object.entries(shapes).map(([name, s]) => [name, s.length === 2 ? tf.eye(2) : tf.zeros(s)]),
  );
  const x = tf.tensor3d([1, 0, 0, 1], [1, 2, 2]);
  const share = Math.exp(Math.SQRT1_2) / (Math.exp(Math.SQRT1_2) + 1);
  const mixed = numbers(attention(weights, "a", { queries: x, memory: x }, { heads: 1 }));
  [share, 1 - share, 1 - share, share].forEach((value, at) => expect(mixed[at]).toBeCloseTo(value, 6));
});

test("a position of a causal block does not change with later ones, and padding changes nothing before it", () => {
  const weights = drawn(encoderBlockShapes("b", BLOCK));
  const options = { heads: 2, activation: "gelu", norm: "before" } as const;
  const [x, changed] = [
    signal(1, 4, 50),
    tf.concat([signal(1, 4, 50).slice([0, 0, 0], [1, 3, WIDTH]), signal(1, 1, 7)], 1),
  ];
  const before = numbers(encoderBlock(weights, "b", x, { ...options, bias: causalBias(4) })).slice(0, 3 * WIDTH);
  const after = encoderBlock(weights, "b", changed, { ...options, bias: causalBias(4) });
  expect(numbers(after).slice(0, 3 * WIDTH)).toEqual(before);
  const bias = keyBias(tf.tensor2d([[1, 1, 1, 0]]));
  const padded = numbers(encoderBlock(weights, "b", x, { ...options, bias })).slice(0, 3 * WIDTH);
  const alone = numbers(encoderBlock(weights, "b", x.slice([0, 0, 0], [1, 3, WIDTH]), options));
  padded.forEach((value, at) => expect(value).toBeCloseTo(alone[at], 5));
});

test.each(["before", "after"] as const)(
  "a block with its norms %s has the gradients of central differences",
  (norm) => {
    const bias = keyBias(tf.tensor2d([[1, 1, 1], [1, 1, 0]])); // prettier-ignore
    const options = { heads: 3, activation: "gelu", norm, bias } as const;
    expectTrueGradients(
      ({ x, ...weights }) => encoderBlock(weights, "b", x as tf.Tensor3D, options).mul(values([WIDTH], 8)),
      { ...drawn(encoderBlockShapes("b", BLOCK)), x: signal(2, 3, 60) },
    );
  },
);

test("a decoder's block, causal over itself and looking at a memory, has the gradients of central differences", () => {
  const options = { heads: 2, activation: "gelu", norm: "before", bias: causalBias(3) } as const;
  const memoryBias = keyBias(tf.tensor2d([[1, 0, 1, 1]]));
  expectTrueGradients(
    ({ x, memory, ...weights }) => {
      const known = { signal: memory as tf.Tensor3D, bias: memoryBias };
      return decoderBlock(weights, "d", x as tf.Tensor3D, { ...options, memory: known });
    },
    { ...drawn(decoderBlockShapes("d", BLOCK)), x: signal(1, 3, 60), memory: signal(1, 4, 61) },
  );
});

test("dropout silences its share, keeps the mean, differs by place and row, and is the same for the same seeds in any company", () => {
  const seeds = dropoutSeeds(new RandomStreams(1).stream("dropout"), 4);
  const dropped = (own: Int32Array, places = 1): number[][] => {
    const dropout = new Dropout(own, 0.25);
    let result = tf.ones([own.length, 5000]);
    for (let place = 0; place < places; place++) result = dropout.apply(tf.ones([own.length, 5000]));
    return result.arraySync() as number[][];
  };
  const rows = dropped(seeds);
  for (const row of rows) {
    expect(new Set(row)).toEqual(new Set([0, Math.fround(4 / 3)]));
    const silent = row.filter((value) => value === 0).length / row.length;
    expect(Math.abs(silent - 0.25)).toBeLessThan(0.03);
  }
  expect(rows[0]).not.toEqual(rows[1]);
  expect(dropped(seeds, 2)[0]).not.toEqual(rows[0]);
  expect(dropped(seeds.slice(2))).toEqual(rows.slice(2));
});

test("first weights are drawn by their kind, the same for the same seed", () => {
  const shapes = { ...encoderBlockShapes("b", { width: 40, inner: 80 }), "e/table": [50, 40] };
  const drawnTwice = [1, 1].map((seed) => firstWeights(shapes, new RandomStreams(seed).stream("weights")));
  expect(drawnTwice[0]).toEqual(drawnTwice[1]);
  const { values: kernel } = drawnTwice[0]["b/feed/inner/kernel"];
  expect(Math.max(...kernel)).toBeLessThanOrEqual(Math.sqrt(6 / 120));
  expect(Math.max(...kernel)).toBeGreaterThan(0.9 * Math.sqrt(6 / 120));
  expect(new Set(drawnTwice[0]["b/feed-norm/scale"].values)).toEqual(new Set([1]));
  expect(new Set(drawnTwice[0]["b/feed/inner/bias"].values)).toEqual(new Set([0]));
  const table = [...drawnTwice[0]["e/table"].values];
  expect(Math.sqrt(table.reduce((sum, value) => sum + value ** 2, 0) / table.length)).toBeCloseTo(0.02, 3);
});

test("weights and operations are counted as by hand: 12 · width² + 13 · width weights, 24 · width² + 4 · length · width operations a position", () => {
  const [width, length] = [8, 5];
  const shape = { width, inner: 4 * width };
  expect(weightCount(encoderBlockShapes("b", shape))).toBe(12 * width ** 2 + 13 * width);
  expect(encoderBlockFlops(shape, length)).toBe(length * (24 * width ** 2 + 4 * length * width));
  expect(decoderBlockFlops(shape, length, 7) - encoderBlockFlops(shape, length)).toBe(
    (2 * length + 2 * 7) * 2 * width ** 2 + 4 * length * 7 * width,
  );
});

test("a dense layer takes signals of two and three axes alike, and relu cuts below zero", () => {
  const weights = { "d/kernel": tf.tensor2d([1, -1], [1, 2]), "d/bias": tf.tensor1d([0, 1]) };
  expect(numbers(dense(weights, "d", tf.tensor2d([[2], [-3]])))).toEqual([2, -1, -3, 4]);
  const cut = dense(weights, "d", tf.tensor3d([2, -3], [2, 1, 1]), "relu");
  expect([cut.shape, numbers(cut)]).toEqual([[2, 1, 2], [2, 0, 0, 4]]); // prettier-ignore
});

test("a block's gradients leave no tensor behind", () => {
  const weights = drawn(encoderBlockShapes("b", BLOCK));
  const x = signal(2, 3, 60);
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const dropout = new Dropout(Int32Array.of(1, 2), 0.1);
    const options = { heads: 2, activation: "gelu", norm: "after", dropout, attentionDropout: dropout } as const;
    tf.grad((own) => encoderBlock(weights, "b", own as tf.Tensor3D, options))(x);
  });
  expect(tf.memory().numTensors).toBe(before);
});
