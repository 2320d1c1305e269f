import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import type { WasmBackend } from "./heap.js";

type Values = Float32Array | Int32Array | Uint8Array;

/** The part of the pure JavaScript backend that lends its kernels. */
interface CpuBackend {
  makeTensorInfo(shape: number[], dtype: string, values: Values): TensorInfo;
  readSync(dataId: object): Values;
  disposeIntermediateTensorInfo(tensor: TensorInfo): void;
}

/** Kernels over complex numbers or strings: their values do not lie on the WebAssembly heap. */
const notBorrowed = new Set([
  "Complex",
  "ComplexAbs",
  "Draw",
  "FFT",
  "IFFT",
  "Imag",
  "Real",
  "RaggedGather",
  "RaggedRange",
  "RaggedTensorToTensor",
  "StaticRegexReplace",
]);

/** Kernels of tfjs's WebAssembly backend 4.22 whose results differ from a numerical check; cpu's agree with it. */
const wrong = ["Conv3DBackpropInputV2", "Dilation2D", "Dilation2DBackpropInput", "Dilation2DBackpropFilter"];

/**
 * Lets the wasm backend run whatever only the cpu backend implements, or implements rightly, by copying inputs and outputs between the heaps.
 * Slow but right: what training uses often has a kernel of its own and is not borrowed. Returns the names.
 */
export function borrowCpuKernels(tf: Tensorflow): string[] {
  for (const kernelName of wrong) tf.unregisterKernel(kernelName, "wasm");
  const present = new Set(tf.getKernelsForBackend("wasm").map(({ kernelName }) => kernelName));
  const missing = tf
    .getKernelsForBackend("cpu")
    .filter(({ kernelName }) => !present.has(kernelName) && !notBorrowed.has(kernelName));
  for (const { kernelName, kernelFunc } of missing)
    tf.registerKernel({ kernelName, backendName: "wasm", kernelFunc: borrowed(tf, kernelFunc) });
  return missing.map(({ kernelName }) => kernelName);
}

function borrowed(tf: Tensorflow, kernelFunc: KernelFunc): KernelFunc {
  return ({ inputs, attrs, backend }) => {
    const wasm = backend as WasmBackend;
    const cpu = tf.findBackend("cpu") as unknown as CpuBackend;
    const copies = Object.entries(inputs).map(([name, info]) => {
      const { shape, dtype, dataId } = info as TensorInfo;
      return [name, cpu.makeTensorInfo(shape, dtype, wasm.readSync(dataId) as Values)] as const;
    });
    const outputs = kernelFunc({ inputs: Object.fromEntries(copies), attrs, backend: cpu });
    const results = [outputs].flat().map((info) => {
      const values = cpu.readSync(info.dataId);
      cpu.disposeIntermediateTensorInfo(info);
      return wasm.makeOutput(info.shape, info.dtype, undefined, values);
    });
    for (const [, copy] of copies) cpu.disposeIntermediateTensorInfo(copy);
    return Array.isArray(outputs) ? results : results[0];
  };
}
