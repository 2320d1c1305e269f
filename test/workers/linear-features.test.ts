import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { principalComponents, projected, restored } from "../../workers/baselines/principal-components.js";
import { symmetricEigen } from "../../workers/baselines/symmetric-eigen.js";
import { meanSquaredError } from "../../workers/evaluation/images.js";
import { linearProbe } from "../../workers/evaluation/linear-probe.js";

test("eigenvalues and vectors of [[2, 1], [1, 2]] are 3 and 1, along the diagonals", () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2);
  [3, 1].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
  for (const entry of vectors) expect(Math.abs(entry)).toBeCloseTo(Math.SQRT1_2, 12);
  expect(vectors[0] * vectors[1]).toBeGreaterThan(0);
  expect(vectors[2] * vectors[3]).toBeLessThan(0);
});

test("equal eigenvalues, zeros and a single row are no trouble", () => {
  expect(symmetricEigen(new Float64Array(9), 3).values).toEqual(new Float64Array(3));
  expect(symmetricEigen(Float64Array.of(7), 1)).toEqual({ values: Float64Array.of(7), vectors: Float64Array.of(1) });
  const { values } = symmetricEigen(Float64Array.of(3, 1, 1, 1, 3, 1, 1, 1, 3), 3);
  [5, 2, 2].forEach((value, i) => expect(values[i]).toBeCloseTo(value, 12));
});

test("vectors are orthonormal, and a matrix makes of each its value's multiple", () => {
  const size = 40;
  const random = new RandomStreams(8).stream("matrix");
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) matrix[i * size + j] = matrix[j * size + i] = random.normal();
  const { values, vectors } = symmetricEigen(matrix, size);
  const rows = Array.from({ length: size }, (_, at) => vectors.subarray(at * size, (at + 1) * size));
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);
  rows.forEach((row, at) => {
    rows.forEach((other, of) => expect(dot(row, other)).toBeCloseTo(at === of ? 1 : 0, 12));
    for (let i = 0; i < size; i++)
      expect(dot(row, matrix.subarray(i * size, (i + 1) * size))).toBeCloseTo(values[at] * row[i], 11);
  });
});

test("four points on a cross vary by 8 and 2 along its arms", () => {
  const values = Float32Array.of(5, 1, -3, 1, 1, 3, 1, -1);
  const { mean, components, variances } = principalComponents(values, 2, 2);
  expect([...mean]).toEqual([1, 1]);
  [8, 2].forEach((variance, i) => expect(variances[i]).toBeCloseTo(variance, 10));
  [1, 0, 0, 1].forEach((entry, i) => expect(Math.abs(components[i])).toBeCloseTo(entry, 10));
});

const [ROWS, WIDTH] = [200, 60];

/** Rows near a space of `rank` dimensions through (1, 1, …): each dimension varies half as widely as the one before. */
function rowsNear(rank: number, noise: number): Float32Array {
  const random = new RandomStreams(5).stream("rows");
  const directions = Array.from({ length: rank }, () => random.fillNormal(new Float32Array(WIDTH)));
  const values = random.fillNormal(new Float32Array(ROWS * WIDTH), 1, noise);
  for (let row = 0; row < ROWS; row++)
    directions.forEach((direction, rankAt) => {
      const share = random.normal() / 2 ** rankAt;
      for (let i = 0; i < WIDTH; i++) values[row * WIDTH + i] += share * direction[i];
    });
  return values;
}

test("as many components as the data have dimensions give the rows back; they are orthonormal and equal every time", () => {
  const values = rowsNear(3, 0);
  const found = principalComponents(values, WIDTH, 3);
  expect(meanSquaredError(values, restored(found, projected(found, values)))).toBeLessThan(1e-12);
  for (const i of [0, 1, 2])
    for (const j of [0, 1, 2]) {
      const along = (at: number, k: number) => found.components[at * WIDTH + k];
      const dot = Array.from({ length: WIDTH }, (_, k) => along(i, k) * along(j, k)).reduce((a, b) => a + b);
      expect(dot).toBeCloseTo(i === j ? 1 : 0, 10);
    }
  expect(principalComponents(values, WIDTH, 3)).toEqual(found);
});

test("rows that vary alike in more directions than are followed at once have as many components as are asked for", () => {
  const values = new Float32Array(2 * WIDTH * WIDTH);
  for (let i = 0; i < WIDTH; i++) [values[2 * i * WIDTH + i], values[(2 * i + 1) * WIDTH + i]] = [1, -1];
  const { components, variances } = principalComponents(values, WIDTH, 50);
  for (const variance of variances) expect(variance).toBeCloseTo(1 / WIDTH, 12);
  for (let at = 0; at < 50; at++)
    expect(Math.hypot(...components.subarray(at * WIDTH, (at + 1) * WIDTH))).toBeCloseTo(1);
});

test("what components leave of the rows is the variance that they do not hold", () => {
  const values = rowsNear(5, 0.3);
  const all = principalComponents(values, WIDTH, WIDTH);
  const some = principalComponents(values, WIDTH, 4);
  some.variances.forEach((variance, i) => expect(variance).toBeCloseTo(all.variances[i], 6));
  const left = all.variances.slice(4).reduce((sum, variance) => sum + variance, 0);
  expect(meanSquaredError(values, restored(some, projected(some, values))) * WIDTH).toBeCloseTo(left, 4);
});

test("more components than numbers in a row are refused", () => {
  expect(() => principalComponents(new Float32Array(6), 2, 3)).toThrow("3 components of rows of 2 numbers");
});

test("a linear probe finds classes that lines part, whatever the features' scales, and not the two of exclusive or", () => {
  const random = new RandomStreams(6).stream("points");
  const rows = 300;
  const values = random.fillNormal(new Float32Array(rows * 2));
  const scaled = values.map((value, i) => (i % 2 === 0 ? value * 1000 + 5 : value * 0.001));
  const sector = Int32Array.from({ length: rows }, (_, row) => {
    const [x, y] = [values[2 * row], values[2 * row + 1]];
    return y > Math.abs(x) ? 0 : x > 0 ? 1 : 2;
  });
  const right = (labels: Int32Array, probed: Int32Array) => labels.filter((label, row) => label === probed[row]).length;
  const probed = linearProbe({ values: scaled, labels: sector, width: 2 }, scaled, 3);
  expect(right(sector, probed) / rows).toBeGreaterThan(0.97);
  const exclusive = Int32Array.from({ length: rows }, (_, row) => Number(values[2 * row] * values[2 * row + 1] > 0));
  expect(right(exclusive, linearProbe({ values, labels: exclusive, width: 2 }, values, 2)) / rows).toBeLessThan(0.7);
});

test("a feature that never varies tells a probe nothing, and breaks nothing", () => {
  const values = Float32Array.of(1, 7, 2, 7, 8, 7, 9, 7);
  const probed = linearProbe({ values, labels: Int32Array.of(0, 0, 1, 1), width: 2 }, Float32Array.of(0, 7, 10, 7), 2);
  expect([...probed]).toEqual([0, 1]);
});
