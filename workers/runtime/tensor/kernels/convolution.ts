import type { backend_util, KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { activate, addBias, type Activation } from "./activation.js";
import type { Heap } from "./heap.js";
import { biasBytes, biasPanels, biasSuits, mode, panelBytes, panels } from "./product.js";
import { type Frame, frameOf } from "./frame.js";

const FLOAT = 4;

interface ConvolutionOptions {
  strides: number | [number, number];
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dilations?: number | [number, number];
  dataFormat: "NHWC" | "NCHW";
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** tf.conv2d, its fused form, and its two gradients, as matrix products that read and write images in place (no im2col). */
export function convolutionKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  const plan = (x: number[], filter: number[], attrs: unknown): Frame => {
    const { strides, pad, dilations, dataFormat, dimRoundingMode } = attrs as ConvolutionOptions;
    if (dataFormat === "NCHW") throw new Error("Convolution on wasm takes NHWC images (channels last) only.");
    const [images, filters] = [x as [number, number, number, number], filter as [number, number, number, number]];
    return frameOf(
      tf.backend_util.computeConv2DInfo(
        images,
        filters,
        strides,
        dilations ?? 1,
        pad,
        dimRoundingMode,
        false,
        "channelsLast",
      ),
    );
  };
  return {
    Conv2D: ({ inputs, attrs }) => {
      const { x, filter } = inputs as { x: TensorInfo; filter: TensorInfo };
      return forward(heap, plan(x.shape, filter.shape, attrs), x, filter);
    },
    FusedConv2D: ({ inputs, attrs }) => {
      const { x, filter, bias, preluActivationWeights } = inputs as Record<string, TensorInfo> & {
        x: TensorInfo;
        filter: TensorInfo;
      };
      const { activation, leakyreluAlpha } = attrs as unknown as Activation;
      const suits = biasSuits(bias, filter.shape.at(-1) ?? 1);
      const relu = activation === "relu" && suits;
      const product = forward(heap, plan(x.shape, filter.shape, attrs), x, filter, suits ? bias : undefined, relu);
      if (relu) return product;
      const linear = addBias(tf, heap, product, suits ? undefined : bias);
      return activate(tf, heap, linear, { activation, leakyreluAlpha, preluActivationWeights });
    },
    Conv2DBackpropInput: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
      const { inputShape } = attrs as { inputShape: number[] };
      return backpropInput(heap, plan(inputShape, filter.shape, attrs), dy, filter, inputShape);
    },
    Conv2DBackpropFilter: ({ inputs, attrs }) => {
      const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
      const { filterShape } = attrs as { filterShape: number[] };
      return backpropFilter(heap, plan(x.shape, filterShape, attrs), x, dy, filterShape);
    },
  };
}

/** y[p] = Σ over the window's pieces of x · filter: rows of A are the pieces themselves. */
function forward(
  heap: Heap,
  frame: Frame,
  x: TensorInfo,
  filter: TensorInfo,
  bias?: TensorInfo | null,
  relu = false,
): TensorInfo {
  const y = heap.output(frame.outShape);
  const n = frame.outChannels;
  const side = { address: heap.address(filter), k: frame.runs * frame.length, runs: 1, length: n, transposed: false };
  const bytes = panelBytes(side, frame.pixels);
  const [offsets = 0, zero = 0, table = 0, rows = 0, scratch = 0, biasScratch = 0, padded = 0] = heap.scratch(
    frame.runs * FLOAT,
    FLOAT,
    frame.pixels * FLOAT,
    frame.pixels * FLOAT,
    bytes,
    biasBytes(n),
    frame.frameBytes,
  );
  heap.writeOffsets(offsets, frame.offsets);
  heap.writeOffsets(zero, [0]);
  const images = frame.enter(heap, heap.address(x), padded);
  frame.tableOfPixels(heap, table, images);
  heap.kernels.tableOfRows(rows, heap.address(y), frame.pixels, n * FLOAT);
  const right = panels(heap, side, bytes, scratch);
  heap.kernels.multiplyRows(
    frame.pixels,
    table,
    frame.runs,
    frame.length,
    offsets,
    right.address,
    right.step,
    right.panel,
    1,
    n,
    zero,
    rows,
    biasPanels(heap, bias, n, biasScratch),
    relu ? mode.relu : mode.store,
  );
  return y;
}

/** dx += dy · filterᵀ, each row of the product added to the window it came from. */
function backpropInput(heap: Heap, frame: Frame, dy: TensorInfo, filter: TensorInfo, inputShape: number[]): TensorInfo {
  const dx = heap.output(inputShape);
  const k = frame.outChannels;
  const side = { address: heap.address(filter), k, runs: frame.runs, length: frame.length, transposed: true };
  const bytes = panelBytes(side, frame.pixels);
  const [offsets = 0, zero = 0, table = 0, rows = 0, scratch = 0, padded = 0] = heap.scratch(
    frame.runs * FLOAT,
    FLOAT,
    frame.pixels * FLOAT,
    frame.pixels * FLOAT,
    bytes,
    frame.frameBytes,
  );
  heap.writeOffsets(offsets, frame.offsets);
  heap.writeOffsets(zero, [0]);
  const images = frame.frameBytes === 0 ? heap.address(dx) : padded;
  heap.kernels.clear(images, frame.frameBytes === 0 ? frame.imageBytes : frame.frameBytes);
  frame.tableOfPixels(heap, table, images);
  heap.kernels.tableOfRows(rows, heap.address(dy), frame.pixels, k * FLOAT);
  const right = panels(heap, side, bytes, scratch);
  heap.kernels.multiplyRows(
    frame.pixels,
    rows,
    1,
    k,
    zero,
    right.address,
    right.step,
    right.panel,
    frame.runs,
    frame.length,
    offsets,
    table,
    0,
    mode.add,
  );
  frame.leave(heap, images, heap.address(dx));
  return dx;
}

/** dFilter = (windows of x)ᵀ · dy. */
function backpropFilter(heap: Heap, frame: Frame, x: TensorInfo, dy: TensorInfo, filterShape: number[]): TensorInfo {
  const out = heap.output(filterShape);
  const n = frame.outChannels;
  const side = { address: heap.address(dy), k: frame.pixels, runs: 1, length: n, transposed: false };
  const bytes = panelBytes(side, 1);
  const [offsets = 0, table = 0, scratch = 0, padded = 0] = heap.scratch(
    frame.runs * FLOAT,
    frame.pixels * FLOAT,
    bytes,
    frame.frameBytes,
  );
  heap.writeOffsets(offsets, frame.offsets);
  const images = frame.enter(heap, heap.address(x), padded);
  frame.tableOfPixels(heap, table, images);
  const right = panels(heap, side, bytes, scratch);
  heap.kernels.multiplyColumns(
    frame.pixels,
    table,
    frame.runs,
    frame.length,
    offsets,
    right.address,
    right.step,
    right.panel,
    n,
    heap.address(out),
  );
  return out;
}
