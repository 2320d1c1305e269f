import type { NamedAttrMap, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import type { Heap } from "./heap.js";

/** How tfjs asks for an activation in a fused kernel. */
export interface Activation {
  activation: "linear" | "relu" | "relu6" | "elu" | "prelu" | "leakyrelu" | "sigmoid";
  leakyreluAlpha?: number;
  preluActivationWeights?: TensorInfo;
}

const kernelNames = {
  relu: "Relu",
  relu6: "Relu6",
  elu: "Elu",
  prelu: "Prelu",
  leakyrelu: "LeakyRelu",
  sigmoid: "Sigmoid",
};

/** Adds a bias that no product can start from, and gives up the unbiased values. */
export function addBias(tf: Tensorflow, heap: Heap, product: TensorInfo, bias: TensorInfo | undefined): TensorInfo {
  if (bias === undefined) return product;
  const inputs = { a: product, b: bias };
  const sum = tf.getKernel("Add", "wasm").kernelFunc({ inputs, attrs: {}, backend: heap.backend }) as TensorInfo;
  heap.release(product);
  return sum;
}

/** Applies an activation that no product fuses, by its own kernel, and gives up the linear values. */
export function activate(tf: Tensorflow, heap: Heap, linear: TensorInfo, options: Activation): TensorInfo {
  if (options.activation === "linear") return linear;
  const kernel = tf.getKernel(kernelNames[options.activation], "wasm");
  const inputs = { x: linear, alpha: options.preluActivationWeights };
  const attrs = { alpha: options.leakyreluAlpha } as NamedAttrMap;
  const result = kernel.kernelFunc({ inputs, attrs, backend: heap.backend }) as TensorInfo;
  heap.release(linear);
  return result;
}
