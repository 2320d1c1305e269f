import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import type { Heap } from "./heap.js";

/** Sums that training asks for at every step: over leading axes (bias gradients) and by segment (embedding gradients). */
export function reductionKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  /** Over leading axes only, which tfjs's own kernels transpose for; anything else is left to them. */
  const overLeadingAxes =
    (name: "Sum" | "Mean", stock: KernelFunc): KernelFunc =>
    (call) => {
      const { x } = call.inputs as { x: TensorInfo };
      const { axis, keepDims } = call.attrs as { axis: number | number[]; keepDims: boolean };
      const axes = tf.util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
      const leading = axes.length > 0 && axes.length < x.shape.length && axes.every((own, index) => own === index);
      if (!leading || x.dtype !== "float32") return stock(call);
      const kept = x.shape.slice(axes.length);
      const [rows, columns] = [sizeOf(x.shape.slice(0, axes.length)), sizeOf(kept)];
      const out = heap.output(keepDims ? [...axes.map(() => 1), ...kept] : kept);
      heap.kernels.columnSums(heap.address(x), rows, columns, heap.address(out));
      if (name === "Mean")
        heap.floats(heap.address(out), columns).forEach((sum, column, sums) => (sums[column] = sum / rows));
      return out;
    };
  const stock = (name: string): KernelFunc => tf.getKernel(name, "wasm").kernelFunc;
  return {
    Sum: overLeadingAxes("Sum", stock("Sum")),
    Mean: overLeadingAxes("Mean", stock("Mean")),
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
