import type { KernelFunc } from "@tensorflow/tfjs";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { projectRoot } from "../../../../src/kernel/project-root.js";
import type { Tensorflow } from "../tensorflow.js";
import { borrowCpuKernels } from "./borrowed.js";
import { convolutionKernels } from "./convolution.js";
import { depthwiseKernels } from "./depthwise.js";
import { einsumKernels, registerEinsumGradient } from "./einsum.js";
import { keepFused } from "./fused.js";
import { registerGradients } from "./gradients.js";
import { Heap, type WasmBackend } from "./heap.js";
import { matMulKernels } from "./matmul.js";
import { movementKernels } from "./movement.js";
import { poolingKernels } from "./pooling.js";
import { reductionKernels } from "./reductions.js";
import { sequenceKernels } from "./sequence.js";
import { trainingKernels } from "./training.js";

const require = createRequire(import.meta.url);
let installed = false;

/** Emscripten's glue listens to these and throws again, which would take the process's own handling of crashes away. */
const crashEvents = ["uncaughtException", "unhandledRejection"];

/** Opens tfjs's WebAssembly backend and gives it what training needs beyond inference. Safe to call again. */
export async function installTrainingKernels(tf: Tensorflow): Promise<void> {
  if (!installed) await startBackend(tf);
  if (!(await tf.setBackend("wasm"))) throw new Error("The WebAssembly backend of TensorFlow.js does not start.");
  if (installed) return;
  const heap = await Heap.link(tf.backend() as WasmBackend, await compile());
  const kernels: Record<string, KernelFunc> = {
    ...matMulKernels(tf, heap),
    ...convolutionKernels(tf, heap),
    ...depthwiseKernels(tf, heap),
    ...poolingKernels(tf, heap),
    ...movementKernels(tf, heap),
    ...reductionKernels(tf, heap),
    ...einsumKernels(tf, heap),
    ...sequenceKernels(heap),
    ...trainingKernels(heap),
  };
  for (const [kernelName, kernelFunc] of Object.entries(kernels)) {
    if (tf.getKernel(kernelName, "wasm") !== undefined) tf.unregisterKernel(kernelName, "wasm");
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc });
  }
  borrowCpuKernels(tf);
  registerGradients(tf);
  registerEinsumGradient(tf);
  keepFused(tf);
  installed = true;
}

async function startBackend(tf: Tensorflow): Promise<void> {
  const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
  setWasmPaths(dirname(require.resolve("@tensorflow/tfjs-backend-wasm")) + sep);
  const own = crashEvents.map((event) => new Set(process.rawListeners(event)));
  await tf.setBackend("wasm");
  crashEvents.forEach((event, index) => {
    for (const listener of process.rawListeners(event))
      if (!own[index]?.has(listener)) process.removeListener(event, listener as () => void);
  });
}

async function compile(): Promise<WebAssembly.Module> {
  const binary = await readFile(join(projectRoot, "workers/runtime/tensor/kernels/training.wasm"));
  if (!WebAssembly.validate(binary))
    throw new Error("This version of Node lacks WebAssembly's relaxed SIMD (it needs 22 or later).");
  return WebAssembly.compile(binary);
}
