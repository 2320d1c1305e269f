import { expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { HeapFull, type WasmBackend } from "../../workers/runtime/tensor/kernels/heap.js";

/** Reserves room on the heap without touching it. */
function reserve(floats: number): { dataId: object } {
  return (tf.backend() as WasmBackend).makeOutput([floats], "float32");
}

test("a tensor that makes the heap grow is computed rightly, and so is what comes after", async () => {
  await openBackend("ANY", "wasm");
  const side = 4096;
  const [large, column] = [tf.fill([side, side], 0.5), tf.fill([side, 3], 2)];
  const product = tf.matMul(large, column);
  expect(Array.from(product.slice([side - 1, 0], [1, 3]).dataSync())).toEqual([side, side, side]);
  const more = tf.matMul(tf.concat([large, large, large, large], 1), tf.ones([4 * side, 1]));
  expect(more.slice([side - 1, 0], [1, 1]).dataSync()[0]).toBe(2 * side);
  tf.dispose([large, column, product, more]);
});

test("kernels work beyond the second gibibyte", async () => {
  await openBackend("ANY", "wasm");
  const reserved = reserve(600 * 2 ** 20);
  const x = tf.tensor4d(
    Float32Array.from({ length: 216 }, (_, index) => index),
    [2, 6, 6, 3],
  );
  expect((tf.backend() as WasmBackend).getMemoryOffset(x.dataId)).toBeGreaterThan(2 ** 31);
  const [image, kernel] = tf.grads((a, b) => tf.conv2d(a as tf.Tensor4D, b as tf.Tensor4D, 1, "valid"))(
    [x, tf.ones([6, 6, 3, 1])],
    tf.tensor4d([2, 3], [2, 1, 1, 1]),
  );
  expect(Array.from(image?.dataSync() ?? [])).toEqual(Array.from({ length: 216 }, (_, index) => (index < 108 ? 2 : 3)));
  expect(Array.from(kernel?.dataSync() ?? [])).toEqual(
    Array.from({ length: 108 }, (_, index) => 2 * index + 3 * (index + 108)),
  );
  tf.backend().disposeData(reserved.dataId);
});

test("a full heap is refused, and what was computed before stays whole", async () => {
  await openBackend("ANY", "wasm");
  const before = tf.matMul(tf.ones([3, 4]), tf.ones([4, 2]));
  const reserved: { dataId: object }[] = [];
  expect(() => {
    for (;;) reserved.push(reserve(240 * 2 ** 20));
  }).toThrow(HeapFull);
  expect(() => reserve(240 * 2 ** 20)).toThrow("a WebAssembly heap holds 4 GiB");
  for (const { dataId } of reserved) tf.backend().disposeData(dataId);
  expect(Array.from(before.dataSync())).toEqual(Array<number>(6).fill(4));
  expect(tf.sum(tf.ones([2, 3])).dataSync()[0]).toBe(6);
});
