import type { backend_util, KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { frameOf } from "./frame.js";
import type { Heap } from "./heap.js";

const FLOAT = 4;

interface DepthwiseOptions {
  strides: number | [number, number];
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dilations?: number | [number, number];
  dimRoundingMode?: "floor" | "round" | "ceil";
}

type Shape = [number, number, number, number];

/** The two gradients of tf.depthwiseConv2d, which tfjs's WebAssembly backend lacks. */
export function depthwiseKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  const plan = (x: number[], filter: number[], attrs: unknown): backend_util.Conv2DInfo => {
    const { strides, pad, dilations, dimRoundingMode } = attrs as DepthwiseOptions;
    return tf.backend_util.computeConv2DInfo(
      x as Shape,
      filter as Shape,
      strides,
      dilations ?? 1,
      pad,
      dimRoundingMode,
      true,
    );
  };
  return {
    DepthwiseConv2dNativeBackpropInput: ({ inputs, attrs }) => {
      const { dy, filter } = inputs as { dy: TensorInfo; filter: TensorInfo };
      const { inputShape } = attrs as { inputShape: number[] };
      const info = plan(inputShape, filter.shape, attrs);
      const frame = frameOf(info);
      const dx = heap.output(inputShape);
      const [padded = 0] = heap.scratch(frame.frameBytes);
      const images = frame.frameBytes === 0 ? heap.address(dx) : padded;
      heap.kernels.clear(images, frame.frameBytes === 0 ? frame.imageBytes : frame.frameBytes);
      accumulate(heap, info, true, images, heap.address(dy), heap.address(filter));
      frame.leave(heap, images, heap.address(dx));
      return dx;
    },
    DepthwiseConv2dNativeBackpropFilter: ({ inputs, attrs }) => {
      const { x, dy } = inputs as { x: TensorInfo; dy: TensorInfo };
      const { filterShape } = attrs as { filterShape: number[] };
      const info = plan(x.shape, filterShape, attrs);
      const frame = frameOf(info);
      const out = heap.output(filterShape);
      heap.kernels.clear(
        heap.address(out),
        filterShape.reduce((size, extent) => size * extent, FLOAT),
      );
      const [padded = 0] = heap.scratch(frame.frameBytes);
      accumulate(heap, info, false, frame.enter(heap, heap.address(x), padded), heap.address(dy), heap.address(out));
      return out;
    },
  };
}

function accumulate(
  heap: Heap,
  info: backend_util.Conv2DInfo,
  toInput: boolean,
  images: number,
  dy: number,
  filter: number,
): void {
  const { frameHeight, frameWidth } = frameOf(info);
  heap.kernels.depthwiseGrad(
    toInput ? 1 : 0,
    images,
    dy,
    filter,
    info.batchSize,
    frameHeight,
    frameWidth,
    info.inChannels,
    info.outChannels / info.inChannels,
    info.outHeight,
    info.outWidth,
    info.filterHeight,
    info.filterWidth,
    info.strideHeight,
    info.strideWidth,
    info.dilationHeight,
    info.dilationWidth,
  );
}
