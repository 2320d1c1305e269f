import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../backend.js";
import type { Heap } from "./heap.js";

/** Sums that training asks for at every step: over leading axes (bias gradients) and by segment (embedding gradients). */
export function reductionKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  const stockSum = tf.getKernel("Sum", "wasm").kernelFunc;
  return {
    Sum: (call) => {
      const { x } = call.inputs as { x: TensorInfo };
      const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
      const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      const leading = axes.length > 0 && axes.length < x.shape.length && axes.every((own, index) => own === index);
      if (!leading || x.dtype !== "float32") return stockSum(call);
      const kept = x.shape.slice(axes.length);
      const out = heap.output(keepDims ? [...axes.map(() => 1), ...kept] : kept);
      heap.kernels.columnSums(heap.address(x), sizeOf(x.shape.slice(0, axes.length)), sizeOf(kept), heap.address(out));
      return out;
    },
    UnsortedSegmentSum: ({ inputs, attrs }) => {
      const { x, segmentIds } = inputs as { x: TensorInfo; segmentIds: TensorInfo };
      const { numSegments } = attrs as { numSegments: number };
      if (x.dtype !== "float32") throw new Error("unsortedSegmentSum on wasm takes float32 values only.");
      const [rows = 0] = segmentIds.shape;
      if (segmentIds.shape.length !== 1) throw new Error("unsortedSegmentSum takes a list of segment ids.");
      const item = x.shape.slice(1);
      const out = heap.output([numSegments, ...item]);
      heap.kernels.segmentSum(
        heap.address(x),
        heap.address(segmentIds),
        rows,
        sizeOf(item),
        numSegments,
        heap.address(out),
      );
      return out;
    },
  };
}

/** Number of elements. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, extent) => size * extent, 1);
}
