import { afterEach, beforeAll, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { RandomStreams } from "../../../src/kernel/random.js";
import { openBackend } from "../tensor/backend.js";
import { PrivateGradients } from "./private-gradients.js";

beforeAll(() => openBackend("CPU", "wasm"));
afterEach(() => tf.disposeVariables());

const CHOICE = { noise: 0, clip: 1, delta: 1e-5, sampleRate: 0.1, rows: 40 };

/** A network of one weight tensor, whose gradient is what the batch says, and its loss the gradient's first number. */
function telling(shape: number[]) {
  const size = tf.util.sizeFromShape(shape);
  return {
    variables: { w: tf.variable(tf.zeros(shape), true, "w") },
    gradients: async ({ values }: { values: Float32Array }) => ({
      gradients: { w: tf.tensor(values.slice(0, size), shape) },
      found: { loss: values[0] },
    }),
  };
}

const privately = (shape: number[], choice: Partial<typeof CHOICE>, seed = 1) =>
  new PrivateGradients(telling(shape), { ...CHOICE, ...choice }, () => new RandomStreams(seed).stream("privacy"));

test("a row's gradient is shortened to the clip, a shorter one stays, and the sum is divided by the rows expected", async () => {
  // Lengths of 10 and of 0.5; of 40 rows a tenth is expected.
  const values = Float32Array.of(6, 8, 0.3, 0.4);
  const { gradients, found } = await privately([2], {}).gradients({ values }, 2);
  const [first, second] = await gradients["w"].data();
  expect([first, second]).toEqual([expect.closeTo(0.9 / 4, 6), expect.closeTo(1.2 / 4, 6)]);
  expect(found!.loss).toBeCloseTo((6 + 0.3) / 2, 6);
});

test("every weight gets noise of the choice's deviation, also where no row was drawn", async () => {
  const [noise, clip] = [1.5, 0.2];
  const { gradients, found } = await privately([100, 100], { noise, clip }).gradients(
    { values: new Float32Array() },
    0,
  );
  const { mean, variance } = tf.moments(gradients["w"]);
  const deviation = (noise * clip) / 4;
  expect(Math.abs(mean.dataSync()[0])).toBeLessThan((4 * deviation) / 100);
  expect(Math.sqrt(variance.dataSync()[0]) / deviation).toBeCloseTo(1, 1);
  expect(found).toBeUndefined();
});

test("the noise is the seed's", async () => {
  const drawn = async (seed: number) => {
    tf.disposeVariables();
    const { gradients } = await privately([3], { noise: 1 }, seed).gradients({ values: new Float32Array() }, 0);
    return [...(await gradients["w"].data())];
  };
  expect(await drawn(1)).toEqual(await drawn(1));
  expect(await drawn(2)).not.toEqual(await drawn(1));
});
