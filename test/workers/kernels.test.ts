import { describe, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { expectAgreement, values, withGradients } from "./backends-agree.js";

describe("what else training asks for agrees with the cpu backend", () => {
  test("relu and its gradient, odd sizes", async () => {
    for (const size of [1, 3, 4, 17]) await expectAgreement(() => withGradients((x) => tf.relu(x), values([size])));
  });

  test("sums over leading, trailing and all axes, keeping dimensions or not", async () => {
    for (const axis of [0, [0, 1], [0, 1, 2], 2, [1, 2], undefined])
      for (const keepDims of [false, true])
        await expectAgreement(() => withGradients((x) => tf.sum(x, axis, keepDims), values([7, 5, 19])));
  });

  test("the gradient of a lookup, with repeated and unused rows", async () => {
    for (const width of [1, 3, 8, 13])
      await expectAgreement(() =>
        withGradients((table) => tf.gather(table, tf.tensor1d([4, 0, 4, 4, 2], "int32")), values([6, width])),
      );
  });

  test.each([
    ["bij,bjk->bik", [2, 3, 4], [2, 4, 5]],
    ["bqhd,bkhd->bhqk", [2, 3, 2, 4], [2, 5, 2, 4]],
    ["ij,jk->ki", [3, 4], [4, 5]],
    ["ijk,j->i", [3, 4, 2], [4]],
    ["i,j->ij", [3], [5]],
  ])("einsum %s, and its gradients by finite differences", async (equation, left, right) => {
    await expectAgreement(() => [tf.einsum(equation, values(left, 1), values(right, 2))]);
    await openBackend("ANY", "wasm");
    const f = (a: tf.Tensor, b: tf.Tensor): tf.Tensor => tf.einsum(equation, a, b);
    const inputs = [values(left, 1), values(right, 2)] as const;
    const weights = values(f(...inputs).shape, 99);
    const gradients = tf.grads(f)([...inputs], weights);
    inputs.forEach((input, index) => {
      const direction = values(input.shape, 7 + index);
      const moved = (step: number): tf.Tensor => {
        const there = input.add(direction.mul(step));
        return f(index === 0 ? there : inputs[0], index === 1 ? there : inputs[1])
          .mul(weights)
          .sum();
      };
      const [numeric = NaN] = moved(0.5).sub(moved(-0.5)).dataSync();
      const [analytic = NaN] = tf.sum(tf.mul(gradients[index] ?? NaN, direction)).dataSync();
      expect(Math.abs(numeric - analytic)).toBeLessThan(1e-4 * Math.max(1, Math.abs(numeric)));
    });
  });

  test("3-D convolution, which tfjs's own wasm kernel differentiates wrongly", async () => {
    await expectAgreement(() =>
      withGradients(
        (x, filter) => tf.conv3d(x as tf.Tensor5D, filter as tf.Tensor5D, 1, "same"),
        values([1, 4, 3, 4, 2], 1),
        values([2, 2, 2, 2, 3], 2),
      ),
    );
  });

  test("a squared difference with a broadcast side", async () => {
    await expectAgreement(() => withGradients((a, b) => tf.squaredDifference(a, b), values([3, 5], 1), values([5], 2)));
  });

  test("slices, splits, stacks apart and tiles, of floats, integers and booleans", async () => {
    for (const dtype of ["float32", "int32", "bool"] as const)
      await expectAgreement(() => {
        const numbers = tf.mul(values([3, 4, 5, 2], 1), 9);
        const x = dtype === "bool" ? tf.greater(numbers, 0) : tf.cast(numbers, dtype);
        return [
          tf.slice(x, [1, 0, 2, 0], [2, 4, 3, 2]),
          tf.slice(x, [0, 1, 1, 1], [3, 2, 4, 1]),
          tf.slice(x, [2], [1]),
          tf.slice(x, [0, 0, 0, 0], [0, 4, 5, 2]),
          ...tf.split(x, [1, 3, 1], 2),
          ...tf.split(x, 2, -1),
          ...tf.unstack(x, 1),
          tf.tile(x, [1, 2, 1, 3]),
          tf.tile(tf.slice(x, [0, 0, 0, 0], [1, 1, 1, 2]), [3, 2, 4, 1]),
          tf.gather(
            x,
            tf.tensor2d(
              [
                [2, 0],
                [1, 2],
              ],
              [2, 2],
              "int32",
            ),
          ),
        ].map((tensor) => tf.cast(tensor, "float32"));
      });
  });

  test("gradients of slices, splits and tiles", async () => {
    await expectAgreement(() => withGradients((x) => tf.slice(x, [1, 0, 1], [1, 2, 2]), values([3, 5, 4])));
    await expectAgreement(() =>
      withGradients((x) => tf.mul(...(tf.split(x, 2, 1) as [tf.Tensor, tf.Tensor])), values([3, 6])),
    );
    await expectAgreement(() => withGradients((x) => tf.tile(x, [2, 3]), values([3, 5])));
  });

  test("a lookup beyond the table is refused", async () => {
    await openBackend("ANY", "wasm");
    for (const index of [3, -1])
      expect(() => tf.gather(tf.ones([3, 2]), tf.tensor1d([0, index], "int32"))).toThrow(
        `the index value ${String(index)}`,
      );
  });

  test("means over leading and other axes", async () => {
    for (const axis of [0, [0, 1], [0, 1, 2], 2])
      await expectAgreement(() => withGradients((x) => tf.mean(x, axis), values([7, 5, 19])));
  });

  test("batch normalisation", async () => {
    await expectAgreement(() =>
      withGradients(
        (x, mean, spread, offset, scale) => {
          const [m, v, o, s] = [mean, tf.add(tf.square(spread), 0.1), offset, scale] as tf.Tensor1D[];
          return tf.batchNorm4d(x as tf.Tensor4D, m, v, o, s);
        },
        ...[[2, 3, 4, 5], [5], [5], [5], [5]].map((shape, index) => values(shape, index + 1)),
      ),
    );
  });

  test("the gradient of enlarging sums each pixel's copies", async () => {
    for (const backend of ["wasm", "cpu"] as const) {
      await openBackend("ANY", backend);
      const enlarge = (x: tf.Tensor): tf.Tensor => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [4, 6]);
      const gradient = tf.grad(enlarge)(tf.ones([3, 2, 3, 2]), tf.range(0, 144).reshape([3, 4, 6, 2]));
      const copies = tf.range(0, 144).reshape([3, 2, 2, 3, 2, 2]).sum([2, 4]);
      expect(Array.from(gradient.dataSync())).toEqual(Array.from(copies.dataSync()));
    }
  });

  test("a clone keeps its values when the original is disposed", async () => {
    await openBackend("ANY", "wasm");
    const original = tf.tensor1d([1, 2, 3]);
    const copy = original.clone();
    original.dispose();
    tf.tensor1d([9, 9, 9]);
    expect(Array.from(copy.dataSync())).toEqual([1, 2, 3]);
  });
});
