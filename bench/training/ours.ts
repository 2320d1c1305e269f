import { createInterface } from "node:readline";
import { setImmediate as immediate } from "node:timers/promises";
import * as tf from "@tensorflow/tfjs";
import type { BackendReport } from "../../workers/runtime/messages.js";
import { DataParallel } from "../../workers/runtime/parallel/data-parallel.js";
import { Adam } from "../../workers/runtime/tensor/adam.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { batch, openReplica } from "./network.js";

/** Trains the catalogue's CNN on the named backend and so many threads, with so many rows a batch: each line read is a number of steps, each line written their time and last loss. */

const [backend, threads, rows] = process.argv.slice(2);
const batchSize = Number(rows);
const { report } = await openBackend("ANY", backend as BackendReport["name"]);
const network = openReplica();
const parallel = await DataParallel.open({
  network,
  replica: { module: new URL("network.ts", import.meta.url).href, parameters: {} },
  threads: Number(threads),
  log: () => undefined,
});
const examples = batch(batchSize);
const optimizer = new Adam({ learningRate: 0.001 });

async function step(): Promise<number> {
  await immediate();
  const { gradients, found } = await parallel.gradients(examples, batchSize);
  optimizer.applyGradients(gradients);
  tf.dispose(gradients);
  return found.loss;
}

console.log(JSON.stringify({ name: `${report.name} backend, Node ${process.versions.node}, threads: ${threads}` }));
for await (const line of createInterface({ input: process.stdin })) {
  const steps = Number(line);
  const start = performance.now();
  let loss = NaN;
  for (let done = 0; done < steps; done++) loss = await step();
  console.log(JSON.stringify({ samplesPerSecond: (steps * batchSize * 1000) / (performance.now() - start), loss }));
}
parallel.dispose();
