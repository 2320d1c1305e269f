import { parentPort, workerData } from "node:worker_threads";
import type { InferenceQuestion } from "../../src/domains/training/predictions/prediction.specs.js";
import { openBackend } from "../runtime/tensor/backend.js";
import { InferenceDesk } from "./inference-desk.js";

/**
 * Predictions in a thread of the API process: a slow model blocks no other request, and what a model leaves in WebAssembly's memory
 * goes with the thread. Questions are answered one after the other.
 */

const { mostBytes } = workerData as { mostBytes: number };
await openBackend("CPU", "wasm");
const desk = new InferenceDesk(mostBytes);
let turn = Promise.resolve();

parentPort!.on("message", (question: InferenceQuestion) => {
  turn = turn.then(async () => {
    parentPort!.postMessage({ id: question.id, ...(await desk.answer(question)) });
  });
});
