import { beforeAll, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../tensor/backend.js";
import { classCrossEntropy } from "../tensor/class-cross-entropy.js";
import { classWeights, priorLoss, rowWeights } from "./class-weights.js";

beforeAll(async () => {
  await openBackend("ANY", "wasm");
});

const labels = Int32Array.of(0, 0, 0, 1);

test("balanced classes count the same altogether, and rows 1 on average; a class without rows counts nothing", () => {
  expect([...classWeights("balanced", labels, 2)]).toEqual([Math.fround(2 / 3), 2]);
  expect([...classWeights("balanced", labels, 3)]).toEqual([Math.fround(2 / 3), 2, 0]);
  expect([...classWeights("none", labels, 2)]).toEqual([1, 1]);
  expect(rowWeights("none", classWeights("none", labels, 2), labels)).toBeUndefined();
  expect([...rowWeights("balanced", Float32Array.of(0.5, 2), labels)!]).toEqual([0.5, 0.5, 0.5, 2]);
});

test("guessing costs the entropy of the weighted shares", () => {
  expect(priorLoss(classWeights("balanced", labels, 3), labels)).toBeCloseTo(Math.log(2), 6);
  expect(priorLoss(classWeights("none", labels, 2), labels)).toBeCloseTo(
    -0.75 * Math.log(0.75) - 0.25 * Math.log(0.25),
    6,
  );
});

test("a weighted cross-entropy is the mean of the rows' own, each times its weight", () => {
  const scores = tf.tensor2d([0, 0, Math.log(3), 0], [2, 2]);
  const loss = (weights?: Float32Array) => classCrossEntropy(scores, Int32Array.of(0, 1), weights).dataSync()[0];
  expect(loss()).toBeCloseTo((Math.log(2) + Math.log(4)) / 2, 6);
  expect(loss(Float32Array.of(1, 1))).toBeCloseTo(loss(), 6);
  expect(loss(Float32Array.of(0, 3))).toBeCloseTo((3 * Math.log(4)) / 2, 6);
});
