import { receiveMessageOnPort, workerData } from "node:worker_threads";
import * as tf from "@tensorflow/tfjs";
import { TrainingFailure } from "../failure.js";
import { openBackend } from "../tensor/backend.js";
import type { OpenReplica } from "./network.js";
import { floatsOf, leave, numbersIn, placesIn } from "./shared-memory.js";
import { ANSWERED, ASKED, type FromThread, type ThreadData, type ToThread } from "./thread-messages.js";

/**
 * A replica in a thread of its own, with a TensorFlow.js and a WebAssembly heap of its own. For each part of a batch it takes
 * the weights from shared memory and leaves its gradients there.
 */

const { source, port, signals, weights, gradients, half } = workerData as ThreadData;

const tell = (message: FromThread) => port.postMessage(message);

await openBackend("CPU", "wasm");
const { openReplica } = (await import(source.module)) as { openReplica: OpenReplica };
const network = openReplica(source.parameters);
const weightPlaces = placesIn(weights, network.variables, half);
const gradientPlaces = placesIn(gradients, network.variables, half);

async function learn({ part }: ToThread): Promise<void> {
  for (const [name, place] of weightPlaces) floatsOf(network.variables[name]).set(numbersIn(place));
  const { gradients, found } = await network.gradients(part);
  for (const [name, place] of gradientPlaces) leave(place, floatsOf(gradients[name]));
  tf.dispose(gradients);
  tell({ type: "done", found });
}

tell({ type: "ready" });
for (let answered = 0; ; answered++) {
  Atomics.wait(signals, ASKED, answered);
  const { message } = receiveMessageOnPort(port) as { message: ToThread };
  try {
    await learn(message);
  } catch (error) {
    const code = error instanceof TrainingFailure ? error.code : undefined;
    tell({ type: "failed", code, message: error instanceof Error ? error.message : String(error) });
  }
  Atomics.add(signals, ANSWERED, 1);
  Atomics.notify(signals, ANSWERED);
}
