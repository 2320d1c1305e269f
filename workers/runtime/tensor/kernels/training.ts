import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.js";
import { sizeOf } from "./reductions.js";

/** Kernels that tfjs does not know: one pass where its own ops take several. Gradients and optimisers run them by name. */
export const kernelName = { reluGrad: "ReluGrad", adam: "AdamUpdate", blend: "Blend" } as const;

/** ReluGrad's attribute: whether it also returns the sums over all but the last axis, the gradient of a bias. */
export interface ReluGradAttributes {
  biased: boolean;
}

/**
 * What `AdamUpdate` is told besides the tensors: `rate` is lr / (1 − β1ᵗ), `correction` is 1 / (1 − β2ᵗ). It updates the
 * moments in their place, and returns the new value: tfjs's own kernels keep what they have made of a weight by its place.
 */
export interface AdamAttributes {
  beta1: number;
  beta2: number;
  rate: number;
  correction: number;
  epsilon: number;
}

/**
 * What `Blend` is told besides the tensor x: the values of y, as many as x has. It makes a · x + b · y of x in its place; where
 * x shares its values with another tensor, it returns a new one instead.
 */
export interface BlendAttributes {
  a: number;
  b: number;
  y: Float32Array;
}

export function trainingKernels(heap: Heap): Record<string, KernelFunc> {
  return {
    /** Shares the values, where tfjs's own kernel copies them: the gradient tape clones whatever it saves. */
    Identity: ({ inputs }) => {
      const { x } = inputs as { x: TensorInfo };
      heap.backend.incRef(x.dataId);
      return { dataId: x.dataId, shape: x.shape, dtype: x.dtype };
    },
    [kernelName.reluGrad]: ({ inputs, attrs }) => {
      const { dy, y } = inputs as { dy: TensorInfo; y: TensorInfo };
      const { biased } = attrs as unknown as ReluGradAttributes;
      const dx = heap.output(y.shape);
      const operands = [heap.address(dy), heap.address(y), heap.address(dx)];
      if (!biased) {
        heap.kernels.reluGrad(...operands, sizeOf(y.shape));
        return dx;
      }
      const columns = y.shape.at(-1) ?? 1;
      const bias = heap.output([columns]);
      heap.kernels.reluBiasGrad(...operands, sizeOf(y.shape) / columns, columns, heap.address(bias));
      return [dx, bias];
    },
    [kernelName.adam]: ({ inputs, attrs }) => {
      const { gradient, value, first, second } = inputs as Record<string, TensorInfo> &
        Record<"gradient" | "value" | "first" | "second", TensorInfo>;
      const { beta1, beta2, rate, correction, epsilon } = attrs as unknown as AdamAttributes;
      const updated = heap.output(value.shape);
      const moments = [heap.address(first), heap.address(second)];
      heap.kernels.adam(
        sizeOf(value.shape),
        heap.address(gradient),
        ...[heap.address(value), ...moments],
        ...[heap.address(updated), ...moments],
        ...[beta1, beta2, rate, correction, epsilon],
      );
      return updated;
    },
    [kernelName.blend]: ({ inputs, attrs }) => {
      const { x } = inputs as { x: TensorInfo };
      const { a, b, y } = attrs as unknown as BlendAttributes;
      const [other] = heap.scratch(y.byteLength);
      heap.floats(other, y.length).set(y);
      const shared = heap.backend.refCount(x.dataId) > 1;
      const blended = shared ? heap.output(x.shape) : x;
      heap.kernels.weightedSum(heap.address(x), other, heap.address(blended), y.length, a, b);
      return shared ? [blended] : [];
    },
  };
}
