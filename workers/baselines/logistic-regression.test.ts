import { expect, test } from "@jest/globals";
import { logisticRegression } from "./logistic-regression.js";

const train = {
  values: Float32Array.of(-1, 0.5, -0.5, 1, 0, -1, 0.5, -0.5, 1, 1, 1.5, -0.25, -1.25, -0.75, 0.25, 0.75),
  labels: Int32Array.of(0, 0, 1, 1, 2, 2, 1, 2),
  width: 2,
};

test("probabilities are those of the penalised minimum", () => {
  // By BFGS of SciPy 1.17 on the same objective.
  const expected = [0.23876, 0.43298, 0.32826, 0.04053, 0.62909, 0.33037, 0.69261, 0.14676, 0.16062];
  const found = logisticRegression(train, Float32Array.of(0, 0, 1, -1, -1, 1), 3);
  expect(found).toHaveLength(9);
  expected.forEach((value, i) => expect(found[i]).toBeCloseTo(value, 4));
});

test("the same rows give the same bits, and a class without rows next to no probability", () => {
  const found = logisticRegression(train, train.values, 4);
  expect(logisticRegression(train, train.values, 4)).toEqual(found);
  for (let row = 0; row < 8; row++) expect(found[row * 4 + 3]).toBeLessThan(0.01);
});
