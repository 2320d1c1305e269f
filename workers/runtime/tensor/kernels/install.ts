import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { Tensorflow } from "../backend.js";
import { borrowCpuKernels } from "./borrowed.js";

const require = createRequire(import.meta.url);
let installed = false;

/** Emscripten's glue listens to these and throws again, which would take the process's own handling of crashes away. */
const crashEvents = ["uncaughtException", "unhandledRejection"];

/** Opens tfjs's WebAssembly backend and gives it what training needs beyond inference. Safe to call again. */
export async function installTrainingKernels(tf: Tensorflow): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  if (!installed) setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  const foreign = crashEvents.map((event) => new Set(process.rawListeners(event)));
  if (!(await tf.setBackend("wasm"))) throw new Error("The WebAssembly backend of TensorFlow.js does not start.");
  if (installed) return;
  crashEvents.forEach((event, index) => {
    for (const listener of process.rawListeners(event))
      if (!foreign[index]?.has(listener)) process.removeListener(event, listener as () => void);
  });
  borrowCpuKernels(tf);
  installed = true;
}
