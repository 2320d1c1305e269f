import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import type { Heap } from "./heap.js";
import { sizeOf } from "./reductions.js";

const WORD = 4;

/** One loop over a source: how often, and how many bytes on each time. */
interface Loop {
  extent: number;
  step: number;
}

/**
 * Slices, splits, tiles and lookups. tfjs's own slice reads the whole source for every slice, so that taking a batch costs as
 * much as copying the data set; its lookup checks each index in JavaScript, and its tile computes each address from scratch.
 */
export function movementKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  const stock = (name: string): KernelFunc => tf.getKernel(name, "wasm").kernelFunc;
  const [stockSlice, stockTile, stockGather] = [stock("Slice"), stock("Tile"), stock("GatherV2")];

  const slice = (x: TensorInfo, begin: number[], size: number[], shape = size): TensorInfo => {
    const steps = stepsOf(x);
    const start = begin.reduce((offset, index, axis) => offset + index * (steps[axis] ?? 0), 0);
    const out = heap.output(shape, x.dtype);
    if (sizeOf(size) > 0)
      copy(
        heap,
        x,
        start,
        size.map((extent, axis) => ({ extent, step: steps[axis] ?? 0 })),
        out,
      );
    return out;
  };

  return {
    Slice: (call) => {
      const { x } = call.inputs as { x: TensorInfo };
      if (x.dtype === "string") return stockSlice(call);
      const { begin, size } = call.attrs as { begin: number[]; size: number[] };
      const [from, extent] = tf.slice_util.parseSliceParams(x, begin, size);
      return slice(x, from ?? [], extent ?? []);
    },
    SplitV: ({ inputs, attrs }) => {
      const { x } = inputs as { x: TensorInfo };
      const { numOrSizeSplits, axis } = attrs as { numOrSizeSplits: number | number[]; axis: number };
      const [own = 0] = tf.util.parseAxisParam(axis, x.shape);
      const begin = x.shape.map(() => 0);
      return tf.backend_util.prepareSplitSize(x as never, numOrSizeSplits, own).map((extent) => {
        const part = slice(x, begin, x.shape.with(own, extent));
        begin[own] = (begin[own] ?? 0) + extent;
        return part;
      });
    },
    Unpack: ({ inputs, attrs }) => {
      const { value } = inputs as { value: TensorInfo };
      const [own = 0] = tf.util.parseAxisParam((attrs as { axis: number }).axis, value.shape);
      const zeros = value.shape.map(() => 0);
      const shape = value.shape.toSpliced(own, 1);
      return Array.from({ length: value.shape[own] ?? 0 }, (_, index) =>
        slice(value, zeros.with(own, index), value.shape.with(own, 1), shape),
      );
    },
    Tile: (call) => {
      const { x } = call.inputs as { x: TensorInfo };
      if (x.dtype === "string") return stockTile(call);
      const { reps } = call.attrs as { reps: number[] };
      const steps = stepsOf(x);
      const out = heap.output(
        x.shape.map((extent, axis) => extent * (reps[axis] ?? 1)),
        x.dtype,
      );
      const loops = x.shape.flatMap((extent, axis) => [
        { extent: reps[axis] ?? 1, step: 0 },
        { extent, step: steps[axis] ?? 0 },
      ]);
      if (sizeOf(out.shape) > 0) copy(heap, x, 0, loops, out);
      return out;
    },
    GatherV2: (call) => {
      const { x, indices } = call.inputs as { x: TensorInfo; indices: TensorInfo };
      const { axis, batchDims } = call.attrs as { axis: number; batchDims: number };
      if (axis !== 0 || batchDims !== 0 || x.dtype === "string" || indices.dtype !== "int32") return stockGather(call);
      const [rows = 0, ...item] = x.shape;
      const out = heap.output([...indices.shape, ...item], x.dtype);
      const [count, rowBytes] = [sizeOf(indices.shape), sizeOf(item) * bytesOf(x)];
      const done = heap.kernels.gatherRows(
        heap.address(x),
        heap.address(indices),
        count,
        rowBytes,
        rows,
        heap.address(out),
      );
      if (done === count) return out;
      heap.release(out);
      const index = heap.backend.typedArrayFromHeap(indices)[done];
      throw new Error(`GatherV2: the index value ${String(index)} is not in [0, ${String(rows - 1)}]`);
    },
  };
}

function bytesOf(tensor: TensorInfo): number {
  return tensor.dtype === "bool" ? 1 : WORD;
}

/** Bytes from one element to the next along each axis. */
function stepsOf(tensor: TensorInfo): number[] {
  return tensor.shape.map((_, axis) => sizeOf(tensor.shape.slice(axis + 1)) * bytesOf(tensor));
}

/** Fills `out` from the loops over x, after joining loops that run on from each other. */
function copy(heap: Heap, x: TensorInfo, start: number, loops: Loop[], out: TensorInfo): void {
  const joined: Loop[] = [];
  let run = bytesOf(x);
  for (const { extent, step } of loops.filter((loop) => loop.extent !== 1).reverse()) {
    const inner = joined[0];
    if (inner === undefined && step === run) run *= extent;
    else if (inner !== undefined && step === inner.extent * inner.step) inner.extent *= extent;
    else joined.unshift({ extent, step });
  }
  const rank = joined.length;
  const [extents = 0, steps = 0, counters = 0] = heap.scratch(rank * WORD, rank * WORD, rank * WORD);
  heap.writeOffsets(
    extents,
    joined.map(({ extent }) => extent),
  );
  heap.writeOffsets(
    steps,
    joined.map(({ step }) => step),
  );
  heap.kernels.copyRuns(heap.address(x) + start, heap.address(out), run, rank, extents, steps, counters);
}
