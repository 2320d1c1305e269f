import { expect, test } from "@jest/globals";
import { gaussianFilter, medianFilter } from "./smoothing-filters.js";

const picture = (...rows: number[][]) => Float32Array.from(rows.flat());
const [DARK, POINT] = [
  picture([0, 0, 0], [0, 0, 0], [0, 0, 0]),
  picture([0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 1, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]),
];

test("a median removes single bright pixels and keeps an edge where it is", () => {
  expect(medianFilter(POINT, 5, 3)).toEqual(new Float32Array(25));
  const edge = picture([0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1], [0, 0, 1, 1]);
  expect(medianFilter(edge, 4, 3)).toEqual(edge);
});

test("a window of one pixel changes nothing", () => {
  expect(medianFilter(POINT, 5, 1)).toEqual(POINT);
});

test("a Gaussian spreads a point as its weights say, alike in both directions", () => {
  const blurred = gaussianFilter(POINT, 5, 0.6);
  const weight = (x: number) => Math.exp(-((x / 0.6) ** 2) / 2);
  const whole = 1 + 2 * weight(1) + 2 * weight(2);
  const at = (y: number, x: number) => blurred[y * 5 + x];
  expect(at(2, 2)).toBeCloseTo(1 / whole ** 2, 6);
  expect(at(2, 3)).toBeCloseTo(weight(1) / whole ** 2, 6);
  expect(at(1, 2)).toBeCloseTo(weight(1) / whole ** 2, 6);
  expect(at(0, 1)).toBeCloseTo((weight(1) * weight(2)) / whole ** 2, 6);
});

test("an even picture stays as it is up to its edges, and pictures do not run into each other", () => {
  const both = Float32Array.from([...DARK, ...DARK.map(() => 0.5)]);
  expect(medianFilter(both, 3, 3)).toEqual(both);
  gaussianFilter(both, 3, 1).forEach((value, i) => expect(value).toBeCloseTo(both[i], 6));
});
