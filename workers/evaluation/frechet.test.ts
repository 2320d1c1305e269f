import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { frechetDistance } from "./frechet.js";

const random = new RandomStreams(3).stream("features");
const normal = (rows: number, width: number) => random.fillNormal(new Float32Array(rows * width));

/** Rows whose columns have exactly mean 0, unbiased variance 1 and no correlation: signed unit vectors, stretched. */
function white(width: number): number[] {
  const stretch = Math.sqrt((2 * width - 1) / 2);
  return Array.from({ length: 2 * width * width }, (_, at) => {
    const [row, column] = [Math.floor(at / width), at % width];
    return Math.floor(row / 2) === column ? (row % 2 === 0 ? stretch : -stretch) : 0;
  });
}

test("of independent features it is the sum of squared differences of means and of deviations", () => {
  const width = 3;
  const some = white(width);
  const [shift, scale] = [[1, -2, 0], [2, 0.5, 3]]; // prettier-ignore
  const others = some.map((value, at) => value * scale[at % width] + shift[at % width]);
  const expected = 1 + 4 + 0 + (2 - 1) ** 2 + (0.5 - 1) ** 2 + (3 - 1) ** 2;
  expect(frechetDistance({ values: some, width }, { values: others, width })).toBeCloseTo(expected, 9);
});

test("it is no larger than rounding for equal sets, and the same either way round", () => {
  const [width, rows] = [8, 200];
  const some = { values: normal(rows, width), width };
  const others = { values: normal(rows, width).map((value) => 2 * value + 1), width };
  expect(frechetDistance(some, some)).toBeLessThan(1e-9);
  expect(frechetDistance(some, others)).toBeCloseTo(frechetDistance(others, some), 8);
});

test("it does not change when both sets are turned alike", () => {
  const [width, rows] = [2, 300];
  const stretched = (values: Float32Array) => values.map((value, at) => value * (at % 2 === 0 ? 3 : 0.1));
  const [a, b] = [stretched(normal(rows, width)), normal(rows, width)];
  const turned = (values: Float32Array) => {
    const [cosine, sine] = [Math.cos(0.7), Math.sin(0.7)];
    return Float64Array.from(values, (value, at) =>
      at % 2 === 0 ? cosine * value - sine * values[at + 1] : sine * values[at - 1] + cosine * value,
    );
  };
  expect(frechetDistance({ values: turned(a), width }, { values: turned(b), width })).toBeCloseTo(
    frechetDistance({ values: a, width }, { values: b, width }),
    6,
  );
});

test("features of fewer rows than columns, and constant ones, have a distance", () => {
  const width = 12;
  const few = { values: normal(5, width), width };
  const constant = { values: new Float32Array(5 * width), width };
  const distance = frechetDistance(few, constant);
  const { values } = few;
  let expected = 0;
  for (let i = 0; i < width; i++) {
    const column = Array.from({ length: 5 }, (_, row) => values[row * width + i]);
    const mean = column.reduce((a, b) => a + b) / 5;
    expected += mean ** 2 + column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4;
  }
  expect(distance).toBeCloseTo(expected, 6);
});

test("sets that cannot be compared are refused", () => {
  const two = { values: [1, 2, 3, 4], width: 2 };
  expect(() => frechetDistance(two, { values: [1, 2, 3, 4], width: 1 })).toThrow(RangeError);
  expect(() => frechetDistance(two, { values: [1, 2], width: 2 })).toThrow("at least two rows");
  expect(() => frechetDistance(two, { values: [1, NaN, 3, 4], width: 2 })).toThrow("finite");
});
