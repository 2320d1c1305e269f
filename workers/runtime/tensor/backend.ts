import { TrainingFailure } from "../failure.js";
import { cpus, totalmem } from "node:os";
import type { BackendReport } from "../messages.js";
import { installTrainingKernels } from "./kernels/install.js";
import { type Gpu, loadNative, visibleGpu } from "./native.js";
import type { Tensorflow } from "./tensorflow.js";

export type BackendName = BackendReport["name"];

/** A run demanded a GPU and this machine offers none that TensorFlow.js can use. */
export class NoGpu extends TrainingFailure {
  constructor(message: string) {
    super("NO_GPU", message);
  }
}

/** The one asked for by name cannot be opened on this machine. */
export class BackendUnavailable extends TrainingFailure {
  constructor(message: string) {
    super("BACKEND_UNAVAILABLE", message);
  }
}

interface Opened {
  device: string;
  memoryBytes: number;
  warning?: string;
}

/** Best first. Each opens its backend, or throws an error whose message says in one sentence why it cannot. */
const ladder: { name: BackendName; open: (tf: Tensorflow) => Promise<Opened> }[] = [
  { name: "tfjs-node-gpu", open: openNativeGpu },
  { name: "tfjs-node", open: openNativeCpu },
  { name: "wasm", open: openWasm },
  { name: "cpu", open: openCpu },
];

/** A WebAssembly memory addresses 4 GiB at most. */
const WASM_LIMIT = 2 ** 32;

/**
 * Opens the best tensor backend of this machine and makes it the one that `@tensorflow/tfjs` computes on.
 *
 * `CPU` passes over the GPU package; `GPU` accepts nothing else; `only` accepts exactly the named one. The same seed on the
 * same backend and machine gives the same bits. TensorFlow.js is loaded by this call, not by importing this file.
 *
 * @throws {NoGpu} when a GPU is demanded and none can be used.
 * @throws {BackendUnavailable} when `only` names a backend that cannot be opened.
 */
export async function openBackend(
  wanted: "ANY" | "CPU" | "GPU",
  only?: BackendName,
): Promise<{ tf: Tensorflow; report: BackendReport }> {
  const tf = await import("@tensorflow/tfjs");
  tf.enableProdMode();
  const tried: BackendReport["tried"] = [];
  for (const { name, open } of ladder) {
    if (only !== undefined && only !== name) continue;
    if (wanted === "GPU" && name !== "tfjs-node-gpu") continue;
    if (wanted === "CPU" && name === "tfjs-node-gpu") {
      tried.push({ name, reason: "The run asked for the CPU." });
      continue;
    }
    try {
      return { tf, report: { name, ...(await open(tf)), tried } };
    } catch (error) {
      tried.push({ name, reason: error instanceof Error ? error.message : String(error) });
    }
  }
  const reasons = tried.map(({ reason }) => reason).join(" ");
  if (wanted === "GPU") throw new NoGpu(`The run demands a GPU, and this machine has none it can use: ${reasons}`);
  throw new BackendUnavailable(`The backend ${only ?? wanted} cannot be opened: ${reasons}`);
}

async function openNativeGpu(tf: Tensorflow): Promise<Opened> {
  const gpu: Gpu = await visibleGpu();
  const native = await loadNative(tf, "@tensorflow/tfjs-node-gpu");
  if (!native.isUsingGpuDevice) {
    tf.removeBackend("tensorflow");
    throw new Error(`${gpu.name} is here, but libtensorflow did not open it (it wants CUDA 11.2 and cuDNN 8.1).`);
  }
  return { device: gpu.name, memoryBytes: gpu.memoryBytes };
}

async function openNativeCpu(tf: Tensorflow): Promise<Opened> {
  await loadNative(tf, "@tensorflow/tfjs-node");
  return { device: processor(), memoryBytes: totalmem() };
}

async function openWasm(tf: Tensorflow): Promise<Opened> {
  await installTrainingKernels(tf);
  return { device: processor(), memoryBytes: Math.min(totalmem(), WASM_LIMIT) };
}

async function openCpu(tf: Tensorflow): Promise<Opened> {
  await tf.setBackend("cpu");
  const warning = "Pure JavaScript computes hundreds of times slower than the other backends: for tiny tests only.";
  return { device: processor(), memoryBytes: totalmem(), warning };
}

function processor(): string {
  return cpus()[0]?.model.trim() ?? "CPU";
}
