import { expect, test } from "@jest/globals";
import { exactMcNemar } from "../../src/kernel/statistics/mcnemar.js";
import { comparePaired } from "../../workers/evaluation/paired-comparison.js";

/** Predictions of two classes whose predicted classes are these. */
function predicting(predicted: number[], labels: number[], classes = ["a", "b"]) {
  return { classes, labels, probabilities: Float64Array.from(predicted.flatMap((c) => [1 - c, c])) };
}

test.each([
  // By hand: 2 · (C(10,0) + C(10,1) + C(10,2)) / 2^10 = 112 / 1024.
  [8, 2, 112 / 1024],
  [2, 8, 112 / 1024],
  [5, 0, 2 / 32],
  [1, 0, 1],
  [0, 0, 1],
  [7, 7, 1],
  [4, 3, 1],
])("%i rows that only one gets right and %i that only the other does have p = %f", (one, other, p) => {
  expect(exactMcNemar(one, other)).toBeCloseTo(p, 12);
});

test("thousands of rows, whose single chances no float could hold, keep their digits", () => {
  // The same sum in whole numbers: 2 · Σ C(3000, k ≤ 1400) / 2^3000.
  let [term, sum] = [1n, 1n];
  for (let k = 1n; k <= 1400n; k++) sum += term = (term * (3001n - k)) / k;
  const exact = Number((2n * sum * 10n ** 18n) / 2n ** 3000n) / 1e18;
  expect(exactMcNemar(1600, 1400) / exact).toBeCloseTo(1, 9);
});

test("rows are counted by who gets them right", () => {
  const labels = [0, 0, 0, 1, 1, 1];
  expect(comparePaired(predicting([0, 0, 0, 1, 0, 0], labels), predicting([0, 1, 1, 0, 1, 0], labels))).toEqual({
    bothRight: 1,
    onlyModelRight: 3,
    onlyBaselineRight: 1,
    bothWrong: 1,
    pValue: expect.closeTo((2 * (1 + 4)) / 16, 12),
  });
});

test("predictions of other rows or of other classes are not compared", () => {
  const model = predicting([0, 1], [0, 1]);
  expect(comparePaired(model, predicting([0, 1], [1, 1]))).toBeNull();
  expect(comparePaired(model, predicting([0, 1, 1], [0, 1, 1]))).toBeNull();
  expect(comparePaired(model, predicting([0, 1], [0, 1], ["a", "c"]))).toBeNull();
});
