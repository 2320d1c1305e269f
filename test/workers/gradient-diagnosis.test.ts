import { expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { LastGradients } from "../../workers/runtime/tensor/gradient-diagnosis.js";

test.each(["wasm", "cpu"] as const)(
  "on %s gradients have their norms, and biases their share of silent units",
  async (backend) => {
    await openBackend("ANY", backend);
    const before = tf.memory().numTensors;
    const last = new LastGradients();
    last.keep({ "old/kernel": tf.tensor1d([9]) });
    last.keep({ "dense/kernel": tf.tensor2d([[3, 0], [0, 4]]), "dense/bias": tf.tensor1d([0, -2, 0, 0]) }); // prettier-ignore
    expect(await last.diagnose()).toEqual({
      gradientNorms: { "dense/kernel": 5, "dense/bias": 2 },
      silentUnits: { "dense/bias": 0.75 },
    });
    expect(tf.memory().numTensors).toBe(before + 2);
    last.dispose();
    expect(tf.memory().numTensors).toBe(before);
  },
);

test("before the first step there is nothing to tell", async () => {
  expect(await new LastGradients().diagnose()).toEqual({ gradientNorms: {} });
});
