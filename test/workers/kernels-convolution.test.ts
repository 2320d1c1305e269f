import { describe, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { expectAgreement, values, withGradients } from "./backends-agree.js";

type Shape4 = [number, number, number, number];

describe("convolutions agree with the cpu backend, values and gradients", () => {
  interface Case {
    x: Shape4;
    filter: Shape4;
    strides: number | [number, number];
    pad: "same" | "valid" | number;
  }
  const cases: Case[] = [
    { x: [1, 1, 1, 1], filter: [1, 1, 1, 1], strides: 1, pad: "valid" },
    { x: [2, 5, 5, 3], filter: [1, 1, 3, 8], strides: 1, pad: "valid" },
    { x: [2, 7, 5, 1], filter: [3, 3, 1, 7], strides: 1, pad: "valid" },
    { x: [1, 13, 11, 5], filter: [3, 5, 5, 9], strides: 1, pad: "same" },
    { x: [3, 8, 8, 2], filter: [3, 3, 2, 16], strides: 2, pad: "same" },
    { x: [2, 9, 7, 4], filter: [2, 3, 4, 8], strides: [2, 1], pad: "valid" },
    { x: [2, 9, 9, 3], filter: [3, 3, 3, 5], strides: 3, pad: 1 },
    { x: [1, 6, 6, 2], filter: [5, 5, 2, 3], strides: 2, pad: 2 },
    { x: [2, 7, 6, 5], filter: [3, 3, 5, 1], strides: 1, pad: "same" },
    { x: [1, 5, 6, 8], filter: [3, 3, 8, 1], strides: 2, pad: "valid" },
    { x: [2, 6, 6, 8], filter: [1, 1, 8, 4], strides: 2, pad: "same" },
  ];
  test.each(cases)("x $x, filter $filter, strides $strides, pad $pad", async ({ x, filter, strides, pad }) => {
    await expectAgreement(() =>
      withGradients(
        (image, kernel) => tf.conv2d(image as tf.Tensor4D, kernel as tf.Tensor4D, strides, pad),
        values(x, 1),
        values(filter, 2),
      ),
    );
  });

  test("dilated, whose gradients are those of a filter with holes", async () => {
    await openBackend("ANY", "wasm");
    const x = values([2, 9, 8, 3], 1);
    const filter = values([2, 2, 3, 5], 2);
    const holes = (kernel: tf.Tensor): tf.Tensor =>
      tf.concat([kernel.slice([0, 0], [1, 2]), tf.zeros([1, 2, 3, 5]), kernel.slice([1, 0], [1, 2])], 0);
    const spread = (kernel: tf.Tensor): tf.Tensor =>
      tf.concat([kernel.slice([0, 0], [3, 1]), tf.zeros([3, 2, 3, 5]), kernel.slice([0, 1], [3, 1])], 1);
    const dilated = withGradients(
      (a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, "same", "NHWC", [2, 3]),
      x,
      filter,
    );
    const holed = withGradients(
      (a, b) => tf.conv2d(a as tf.Tensor4D, spread(holes(b)) as tf.Tensor4D, 1, "same"),
      x,
      filter,
    );
    dilated.forEach((tensor, index) => {
      expect(tf.max(tf.abs(tf.sub(tensor, holed[index] ?? 0))).dataSync()[0]).toBeLessThan(1e-5);
    });
  });

  test("dilated, forwards", async () => {
    for (const pad of ["same", "valid"] as const)
      await expectAgreement(() => [
        tf.conv2d(
          values([2, 11, 9, 3], 1) as tf.Tensor4D,
          values([3, 3, 3, 5], 2) as tf.Tensor4D,
          1,
          pad,
          "NHWC",
          [2, 3],
        ),
      ]);
  });

  test.each(["linear", "relu", "relu6", "elu"] as const)("fused with a bias and %s", async (activation) => {
    for (const channels of [1, 8, 11])
      await expectAgreement(() =>
        withGradients(
          (x, filter, bias) =>
            tf.fused.conv2d({
              x: x as tf.Tensor4D,
              filter: filter as tf.Tensor4D,
              strides: 1,
              pad: "same",
              bias,
              activation,
            }),
          values([2, 6, 5, 3], 1),
          values([3, 3, 3, channels], 2),
          values([channels], 3),
        ),
      );
  });

  test("transposed", async () => {
    for (const [strides, pad, out] of [
      [2, "same", 8],
      [1, "valid", 6],
      [2, "valid", 9],
    ] as const)
      await expectAgreement(() =>
        withGradients(
          (x, filter) => tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, [2, out, out, 5], strides, pad),
          values([2, 4, 4, 3], 1),
          values([3, 3, 5, 3], 2),
        ),
      );
  });

  test("depthwise, with one and several filters a channel, strided, padded", async () => {
    for (const [filter, strides, pad] of [
      [[3, 3, 5, 1], 1, "same"],
      [[3, 2, 5, 1], 2, "valid"],
      [[2, 3, 5, 3], 1, "same"],
      [[3, 3, 5, 2], 2, "same"],
    ] as [Shape4, number, "same" | "valid"][])
      await expectAgreement(() =>
        withGradients(
          (x, weights) => tf.depthwiseConv2d(x as tf.Tensor4D, weights as tf.Tensor4D, strides, pad),
          values([2, 7, 6, 5], 1),
          values(filter, 2),
        ),
      );
  });
});

describe("pooling agrees with the cpu backend, values and gradients", () => {
  test.each([
    [[2, 8, 8, 5], 2, 2, "valid"],
    [[2, 7, 9, 8], 2, 2, "valid"],
    [[1, 7, 7, 3], 3, 2, "same"],
    [[2, 6, 5, 4], 3, 1, "same"],
    [[1, 5, 5, 1], 2, 3, "valid"],
    [[2, 6, 6, 9], 2, 2, "same"],
  ] as [Shape4, number, number, "same" | "valid"][])(
    "x %j, window %i, strides %i, pad %s",
    async (shape, size, strides, pad) => {
      await expectAgreement(() =>
        withGradients((x) => tf.maxPool(x as tf.Tensor4D, size, strides, pad), values(shape)),
      );
      await expectAgreement(() =>
        withGradients((x) => tf.avgPool(x as tf.Tensor4D, size, strides, pad), values(shape)),
      );
    },
  );

  test("of equal maxima the first in reading order takes the gradient", async () => {
    await openBackend("ANY", "wasm");
    const gradient = tf.grad((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, "valid"))(tf.ones([1, 2, 2, 4]));
    expect(Array.from(gradient.dataSync())).toEqual([1, 1, 1, 1, ...Array<number>(12).fill(0)]);
  });
});
