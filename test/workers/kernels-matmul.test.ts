import { describe, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { expectAgreement, values, withGradients } from "./backends-agree.js";

describe("matrix products agree with the cpu backend, values and gradients", () => {
  const sizes: [number, number, number][] = [
    [1, 1, 1],
    [1, 7, 5],
    [9, 37, 1],
    [2, 3, 8],
    [5, 11, 13],
    [6, 8, 8],
    [7, 1, 16],
    [13, 200, 9],
    [64, 10, 31],
    [127, 5, 17],
    [130, 33, 64],
  ];
  test.each(sizes)("[%i, %i] × [%i], both sides as they are and transposed", async (m, k, n) => {
    for (const transposeA of [false, true])
      for (const transposeB of [false, true])
        await expectAgreement(() =>
          withGradients(
            (a, b) => tf.matMul(a, b, transposeA, transposeB),
            values(transposeA ? [k, m] : [m, k], 1),
            values(transposeB ? [n, k] : [k, n], 2),
          ),
        );
  });

  test("batched, with two batch dimensions", async () => {
    for (const transposeA of [false, true])
      for (const transposeB of [false, true])
        await expectAgreement(() =>
          withGradients(
            (a, b) => tf.matMul(a, b, transposeA, transposeB),
            values(transposeA ? [2, 3, 5, 7] : [2, 3, 7, 5], 1),
            values(transposeB ? [2, 3, 11, 5] : [2, 3, 5, 11], 2),
          ),
        );
  });

  test("batches broadcast on either side, as if both had been repeated", async () => {
    await openBackend("ANY", "wasm");
    for (const [left, right, batches] of [
      [
        [4, 1, 3, 5],
        [2, 5, 7],
        [4, 2],
      ],
      [[3, 5], [6, 5, 2], [6]],
      [[6, 3, 5], [1, 5, 2], [6]],
    ] as const) {
      const inputs = [values([...left], 1), values([...right], 2)];
      const broadcast = withGradients((a, b) => tf.matMul(a, b), ...inputs);
      const repeated = withGradients(
        (a, b) =>
          tf.matMul(tf.broadcastTo(a, [...batches, 3, 5]), tf.broadcastTo(b, [...batches, 5, right.at(-1) ?? 0])),
        ...inputs,
      );
      broadcast.forEach((tensor, index) => {
        expect(tensor.shape).toEqual(repeated[index]?.shape);
        expect(tf.max(tf.abs(tf.sub(tensor, repeated[index] ?? 0))).dataSync()[0]).toBeLessThan(1e-5);
      });
    }
  });

  test.each(["linear", "relu", "relu6", "elu", "sigmoid"] as const)("fused with a bias and %s", async (activation) => {
    for (const units of [1, 8, 13])
      await expectAgreement(() =>
        withGradients(
          (a, b, bias) => tf.fused.matMul({ a: a, b: b, bias, activation }),
          values([9, 6], 1),
          values([6, units], 2),
          values([units], 3),
        ),
      );
  });

  test("fused without a gradient tape, transposed on both sides", async () => {
    for (const transposeA of [false, true])
      for (const transposeB of [false, true])
        await expectAgreement(() => {
          const a = values(transposeA ? [6, 9] : [9, 6], 1) as tf.Tensor2D;
          const b = values(transposeB ? [5, 6] : [6, 5], 2) as tf.Tensor2D;
          return [tf.fused.matMul({ a, b, transposeA, transposeB, bias: values([5], 3), activation: "relu" })];
        });
  });
});
