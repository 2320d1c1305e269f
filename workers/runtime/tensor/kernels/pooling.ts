import type { backend_util, KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import type { Heap } from "./heap.js";
import { sizeOf } from "./reductions.js";

const FLOAT = 4;

interface PoolingOptions {
  filterSize: number | [number, number];
  strides: number | [number, number];
  pad: "valid" | "same" | number | backend_util.ExplicitPadding;
  dimRoundingMode?: "floor" | "round" | "ceil";
}

/** The gradient of tf.maxPool: of several equal maxima the first in reading order receives it, as on the other backends. */
export function poolingKernels(tf: Tensorflow, heap: Heap): Record<string, KernelFunc> {
  return {
    MaxPoolGrad: ({ inputs, attrs }) => {
      const { dy, input, output } = inputs as { dy: TensorInfo; input: TensorInfo; output: TensorInfo };
      const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as PoolingOptions;
      const shape = input.shape as [number, number, number, number];
      const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
      const dx = heap.output(shape);
      const { filterHeight, filterWidth, strideHeight, strideWidth, padInfo, inHeight, inWidth, outHeight, outWidth } =
        info;
      const apart = filterHeight <= strideHeight && filterWidth <= strideWidth;
      const covered =
        filterHeight === strideHeight &&
        filterWidth === strideWidth &&
        padInfo.top === 0 &&
        padInfo.left === 0 &&
        outHeight * strideHeight >= inHeight &&
        outWidth * strideWidth >= inWidth;
      if (!covered) heap.kernels.clear(heap.address(dx), sizeOf(shape) * FLOAT);
      heap.kernels.maxPoolGrad(
        heap.address(input),
        heap.address(output),
        heap.address(dy),
        heap.address(dx),
        info.batchSize,
        inHeight,
        inWidth,
        info.inChannels,
        outHeight,
        outWidth,
        filterHeight,
        filterWidth,
        strideHeight,
        strideWidth,
        padInfo.top,
        padInfo.left,
        apart ? 1 : 0,
      );
      return dx;
    },
  };
}
