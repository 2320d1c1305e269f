import { expect } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../../workers/runtime/tensor/backend.js";

/** Reproducible values in −1 … 1, away from zero so that relu and max have no ties. */
export function values(shape: number[], seed = 1): tf.Tensor {
  let state = seed * 2654435761 + 12345;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
  const count = shape.reduce((product, extent) => product * extent, 1);
  return tf.tensor(Float32Array.from({ length: count }, next), shape);
}

/** Runs the computation on the wasm backend with the training kernels and on cpu, and compares every number of every result. */
export async function expectAgreement(compute: () => tf.Tensor[], tolerance = 1e-4): Promise<void> {
  const actual = await run("wasm", compute);
  const expected = await run("cpu", compute);
  expect(actual.length).toBe(expected.length);
  actual.forEach(({ shape, numbers }, index) => {
    const reference = expected[index];
    expect(shape).toEqual(reference?.shape);
    const scale = Math.max(1e-3, ...(reference?.numbers.map(Math.abs) ?? []));
    const worst = Math.max(0, ...numbers.map((value, at) => Math.abs(value - (reference?.numbers[at] ?? NaN)) / scale));
    expect(worst).toBeLessThan(tolerance);
  });
}

async function run(
  name: "wasm" | "cpu",
  compute: () => tf.Tensor[],
): Promise<{ shape: number[]; numbers: number[] }[]> {
  await openBackend("ANY", name);
  const results = tf.tidy(compute);
  const read = results.map((tensor) => ({ shape: tensor.shape, numbers: Array.from(tensor.dataSync()) }));
  tf.dispose(results);
  return read;
}

/** The result of f and its gradients for every input, with an uneven gradient coming in. */
export function withGradients(f: (...inputs: tf.Tensor[]) => tf.Tensor, ...inputs: tf.Tensor[]): tf.Tensor[] {
  const output = f(...inputs);
  return [output, ...tf.grads(f)(inputs, values(output.shape, 99))];
}
