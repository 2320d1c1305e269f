import { expect, test } from "@jest/globals";
import type { StateTensor } from "../runtime/trainer.js";
import { compactWeights, expandedWeights } from "./compact-weights.js";
import { halfBits, halfValue } from "./half-float.js";

const floats = (shape: number[], values: number[]): StateTensor => ({
  shape,
  dtype: "float32",
  values: Float32Array.from(values),
});

test.each([
  [0, 0],
  [1, 0x3c00],
  [-2, 0xc000],
  [65_504, 0x7bff],
  [65_520, 0x7c00],
  [-1e9, 0xfc00],
  [2 ** -14, 0x0400],
  [2 ** -24, 1],
  [2 ** -25, 0],
  [1 + 2 ** -11, 0x3c00],
  [1 + 3 * 2 ** -11, 0x3c02],
  [2047.9, 0x6800],
  [0.1, 0x2e66],
])("%p in half precision has the bits %p", (value, bits) => {
  expect(halfBits(value)).toBe(bits);
});

test("all finite half-precision numbers come back from their bits", () => {
  for (let bits = 0; bits < 0x7c00; bits++) if (halfBits(halfValue(bits)) !== bits) throw new Error(String(bits));
  expect(halfValue(0x7c00)).toBe(Infinity);
  expect(halfValue(halfBits(NaN))).toBeNaN();
});

const WEIGHTS = {
  kernel: floats([2, 3], [1, -0.5, 100, -2, 0.25, 3]),
  bias: floats([3], [0.123456, 7, -9]),
  order: { shape: [2], dtype: "int32" as const, values: Int32Array.of(7, -7) },
};

test("in half precision weights keep three digits and take half of the bytes", () => {
  const { kernel, bias, order } = expandedWeights(compactWeights(WEIGHTS, {}, "FLOAT16"));
  kernel.values.forEach((value, at) => expect(Math.abs(value / WEIGHTS.kernel.values[at] - 1)).toBeLessThan(1e-3));
  expect(bias.values[0]).toBeCloseTo(0.123456, 4);
  expect(order).toEqual(WEIGHTS.order);
});

test("in bytes each weight is at most half a step of its column off, and vectors stay as they are", () => {
  const { kernel, bias, order, ...rest } = expandedWeights(compactWeights(WEIGHTS, {}, "INT8"));
  expect(rest).toEqual({});
  expect([bias, order]).toEqual([WEIGHTS.bias, WEIGHTS.order]);
  const most = [2, 0.5, 100];
  kernel.values.forEach((value, at) =>
    expect(Math.abs(value - WEIGHTS.kernel.values[at])).toBeLessThanOrEqual(most[at % 3] / 254 + 1e-6),
  );
  expect(kernel.values[3]).toBeCloseTo(-2, 6);
});

test("a large matrix takes a quarter of its bytes in INT8, and half in FLOAT16", () => {
  const weights = {
    kernel: floats(
      [100, 100],
      Array.from({ length: 10_000 }, (_, at) => Math.sin(at)),
    ),
  };
  const size = (precision: "INT8" | "FLOAT16") => compactWeights(weights, {}, precision).byteLength;
  expect(size("INT8")).toBeLessThan(11_000);
  expect(size("FLOAT16")).toBeLessThan(20_500);
});
