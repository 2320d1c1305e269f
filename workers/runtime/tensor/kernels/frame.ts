import type { backend_util } from "@tensorflow/tfjs";
import type { Heap } from "./heap.js";

const FLOAT = 4;

/**
 * Where a convolution finds its windows. A window is `runs` pieces of `length` floats that are contiguous in memory (a filter
 * row over all its channels, or one pixel where columns are dilated), `offsets` bytes after the window's first element.
 * An image that needs padding is set into a frame of zeros first.
 */
export interface Frame {
  runs: number;
  length: number;
  offsets: number[];
  /** Extent of one image with its frame, in pixels. */
  frameHeight: number;
  frameWidth: number;
  /** Windows in the whole batch. */
  pixels: number;
  outChannels: number;
  outShape: number[];
  /** Bytes of the batch of framed images, 0 when the images need no padding. */
  frameBytes: number;
  /** Bytes of the batch of images without a frame. */
  imageBytes: number;
  /** Frames the images at `from` into `scratch`, and returns where they now begin. */
  enter(heap: Heap, from: number, scratch: number): number;
  /** Cuts the framed images out into `to`; does nothing where there is no frame. */
  leave(heap: Heap, framed: number, to: number): void;
  /** Writes the address of every window's first element. */
  tableOfPixels(heap: Heap, table: number, images: number): void;
}

/** The frame of a convolution that tfjs has worked out the padding of. */
export function frameOf(info: backend_util.Conv2DInfo): Frame {
  const { batchSize, inHeight, inWidth, inChannels, outHeight, outWidth, filterHeight, filterWidth } = info;
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, padInfo } = info;
  const spanned = (
    extent: number,
    before: number,
    after: number,
    out: number,
    stride: number,
    filter: number,
  ): number => Math.max(before + extent + after, (out - 1) * stride + filter);
  const height = spanned(inHeight, padInfo.top, padInfo.bottom, outHeight, strideHeight, info.effectiveFilterHeight);
  const width = spanned(inWidth, padInfo.left, padInfo.right, outWidth, strideWidth, info.effectiveFilterWidth);
  const framed = height !== inHeight || width !== inWidth;
  const pixelBytes = inChannels * FLOAT;
  const rowBytes = width * pixelBytes;
  const whole = dilationWidth === 1;
  const columns = whole ? [0] : Array.from({ length: filterWidth }, (_, column) => column * dilationWidth * pixelBytes);
  const lines = Array.from({ length: filterHeight }, (_, line) => line * dilationHeight * rowBytes);
  const offsets = lines.flatMap((line) => columns.map((column) => line + column));
  const left = padInfo.left * pixelBytes;
  return {
    runs: offsets.length,
    length: whole ? filterWidth * inChannels : inChannels,
    offsets,
    frameHeight: height,
    frameWidth: width,
    pixels: batchSize * outHeight * outWidth,
    outChannels: info.outChannels,
    outShape: info.outShape,
    frameBytes: framed ? batchSize * height * rowBytes : 0,
    imageBytes: batchSize * inHeight * inWidth * pixelBytes,
    enter(heap, from, scratch) {
      if (!framed) return from;
      heap.kernels.padImages(
        from,
        batchSize,
        inHeight,
        inWidth * pixelBytes,
        scratch,
        padInfo.top,
        left,
        height,
        rowBytes,
      );
      return scratch;
    },
    leave(heap, images, to) {
      if (framed)
        heap.kernels.cropImages(
          images,
          batchSize,
          inHeight,
          inWidth * pixelBytes,
          to,
          padInfo.top,
          left,
          height,
          rowBytes,
        );
    },
    tableOfPixels(heap, table, images) {
      heap.kernels.tableOfPixels(
        table,
        images,
        batchSize,
        outHeight,
        outWidth,
        height * rowBytes,
        strideHeight * rowBytes,
        strideWidth * pixelBytes,
      );
    },
  };
}
