import * as tf from "@tensorflow/tfjs";
import { createInterface } from "node:readline";
import { Adam } from "../../workers/runtime/tensor/adam.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import type { BackendReport } from "../../workers/runtime/messages.js";

/** Trains the catalogue's CNN on the named backend: each line read is a number of steps, each line written their time and last loss. */

const BATCH = 64;
const { report } = await openBackend("ANY", process.argv[2] as BackendReport["name"]);

const kernelInitializer = (seed: number): ReturnType<typeof tf.initializers.heUniform> =>
  tf.initializers.heUniform({ seed });
const model = tf.sequential({
  layers: [
    tf.layers.conv2d({
      inputShape: [28, 28, 1],
      filters: 32,
      kernelSize: 3,
      activation: "relu",
      kernelInitializer: kernelInitializer(1),
    }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.conv2d({ filters: 64, kernelSize: 3, activation: "relu", kernelInitializer: kernelInitializer(2) }),
    tf.layers.maxPooling2d({ poolSize: 2 }),
    tf.layers.flatten(),
    tf.layers.dense({ units: 128, activation: "relu", kernelInitializer: kernelInitializer(3) }),
    tf.layers.dense({ units: 10, kernelInitializer: kernelInitializer(4) }),
  ],
});
const images = tf.randomUniform([BATCH, 28, 28, 1], 0, 1, "float32", 5);
const labels = tf.oneHot(
  tf.tensor1d(
    Int32Array.from({ length: BATCH }, (_, index) => index % 10),
    "int32",
  ),
  10,
);
const optimizer = new Adam({ learningRate: 0.001 });

function step(): number {
  const { value, grads } = tf.variableGrads(() =>
    tf.losses.softmaxCrossEntropy(labels, model.apply(images) as tf.Tensor),
  );
  optimizer.applyGradients(grads);
  const [loss = NaN] = value.dataSync();
  tf.dispose([value, ...Object.values(grads)]);
  return loss;
}

console.log(JSON.stringify({ name: `${report.name} backend, Node ${process.versions.node}` }));
for await (const line of createInterface({ input: process.stdin })) {
  const steps = Number(line);
  const start = performance.now();
  let loss = NaN;
  for (let done = 0; done < steps; done++) loss = step();
  console.log(JSON.stringify({ samplesPerSecond: (steps * BATCH * 1000) / (performance.now() - start), loss }));
}
