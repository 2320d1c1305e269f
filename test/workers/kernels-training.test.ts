import { expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { Adam } from "../../workers/runtime/tensor/adam.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { values } from "./backends-agree.js";

type Build = () => { model: tf.LayersModel; x: tf.Tensor; y: tf.Tensor };

const glorot = (seed: number): ReturnType<typeof tf.initializers.glorotUniform> =>
  tf.initializers.glorotUniform({ seed });
const { layers } = tf;
const tokens = (): tf.Tensor =>
  tf.tensor2d(
    Array.from({ length: 30 }, (_, index) => (index * 7) % 20),
    [5, 6],
    "int32",
  );

/** Small models of each family that recipes train. */
const families: Record<string, Build> = {
  convolutional: () => ({
    model: tf.sequential({
      layers: [
        layers.conv2d({
          inputShape: [12, 12, 1],
          filters: 6,
          kernelSize: 3,
          activation: "relu",
          kernelInitializer: glorot(1),
        }),
        layers.maxPooling2d({ poolSize: 2 }),
        layers.conv2d({ filters: 9, kernelSize: 3, padding: "same", activation: "relu", kernelInitializer: glorot(2) }),
        layers.averagePooling2d({ poolSize: 2 }),
        layers.flatten(),
        layers.dense({ units: 3, kernelInitializer: glorot(3) }),
      ],
    }),
    x: values([7, 12, 12, 1]),
    y: values([7, 3], 2),
  }),
  "recurrent over embeddings": () => ({
    model: tf.sequential({
      layers: [
        layers.embedding({ inputDim: 20, outputDim: 5, inputLength: 6, embeddingsInitializer: glorot(1) }),
        layers.lstm({ units: 7, kernelInitializer: glorot(2), recurrentInitializer: glorot(3) }),
        layers.dense({ units: 3, activation: "softmax", kernelInitializer: glorot(4) }),
      ],
    }),
    x: tokens(),
    y: values([5, 3], 2),
  }),
  "separable and normalised": () => ({
    model: tf.sequential({
      layers: [
        layers.separableConv2d({
          inputShape: [9, 9, 3],
          filters: 6,
          kernelSize: 3,
          depthwiseInitializer: glorot(1),
          pointwiseInitializer: glorot(2),
        }),
        layers.batchNormalization(),
        layers.leakyReLU(),
        layers.globalMaxPooling2d({}),
        layers.layerNormalization(),
        layers.dense({ units: 2, activation: "tanh", kernelInitializer: glorot(3) }),
      ],
    }),
    x: values([4, 9, 9, 3]),
    y: values([4, 2], 2),
  }),
  generator: () => ({
    model: tf.sequential({
      layers: [
        layers.dense({ inputShape: [5], units: 32, activation: "relu", kernelInitializer: glorot(1) }),
        layers.reshape({ targetShape: [4, 4, 2] }),
        layers.conv2dTranspose({
          filters: 3,
          kernelSize: 3,
          strides: 2,
          padding: "same",
          activation: "relu",
          kernelInitializer: glorot(2),
        }),
        layers.conv2d({ filters: 1, kernelSize: 3, activation: "sigmoid", kernelInitializer: glorot(3) }),
      ],
    }),
    x: values([3, 5]),
    y: values([3, 6, 6, 1], 2),
  }),
};

/** Losses and final weights of some steps of a fresh model. */
function train({ model, x, y }: ReturnType<Build>, steps: number): { losses: number[]; weights: number[][] } {
  const optimizer = new Adam({ learningRate: 0.01 });
  const losses = Array.from({ length: steps }, () => {
    const loss = (): tf.Scalar => tf.losses.meanSquaredError(y, model.apply(x, { training: true }) as tf.Tensor);
    return optimizer.minimize(loss, true)?.dataSync()[0] ?? NaN;
  });
  const weights = model.getWeights().map((tensor) => Array.from(tensor.dataSync()));
  optimizer.dispose();
  model.dispose();
  return { losses, weights };
}

test.each(Object.keys(families))("a %s model descends on wasm as on cpu", async (family) => {
  const build = families[family];
  await openBackend("ANY", "wasm");
  const { losses } = train(build(), 4);
  await openBackend("ANY", "cpu");
  const expected = train(build(), 4).losses;
  expect(losses.at(-1)).toBeLessThan(losses[0] ?? NaN);
  losses.forEach((loss, step) => {
    expect(loss).toBeCloseTo(expected[step] ?? NaN, 4);
  });
});

test.each(Object.keys(families))("a %s model trained twice ends with the same bits", async (family) => {
  const build = families[family];
  await openBackend("ANY", "wasm");
  const once = train(build(), 3);
  const litter = tf.fill([1000, 1000], NaN);
  litter.dispose();
  expect(train(build(), 3)).toEqual(once);
});
