import type { KernelFunc, TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.js";
import { sizeOf } from "./reductions.js";

/** Kernels of layers over sequences that tfjs does not know; `../layers/` runs them by name where the backend has them. */
export const sequenceKernel = {
  layerNorm: "LayerNorm",
  layerNormGrad: "LayerNormGrad",
  gelu: "Gelu",
  geluGrad: "GeluGrad",
  dropout: "Dropout",
} as const;

/** Of `LayerNorm` and `LayerNormGrad`: what is added to the variance. */
export interface LayerNormAttributes {
  epsilon: number;
}

/** Of `Dropout`: draws of 32 bits below `limit` silence an element, the others are multiplied by `scale`. */
export interface DropoutAttributes {
  limit: number;
  scale: number;
}

type Inputs<Name extends string> = Record<Name, TensorInfo>;

export function sequenceKernels(heap: Heap): Record<string, KernelFunc> {
  const at = (tensor: TensorInfo): number => heap.address(tensor);
  const rowsOf = ({ shape }: TensorInfo): [rows: number, width: number] => {
    const width = shape.at(-1) ?? 1;
    return [sizeOf(shape) / width, width];
  };
  return {
    [sequenceKernel.layerNorm]: ({ inputs, attrs }) => {
      const { x, scale, offset } = inputs as Inputs<"x" | "scale" | "offset">;
      const { epsilon } = attrs as unknown as LayerNormAttributes;
      const y = heap.output(x.shape);
      heap.kernels.layerNorm(at(x), at(scale), at(offset), at(y), ...rowsOf(x), epsilon);
      return y;
    },
    [sequenceKernel.layerNormGrad]: ({ inputs, attrs }) => {
      const { x, dy, scale } = inputs as Inputs<"x" | "dy" | "scale">;
      const { epsilon } = attrs as unknown as LayerNormAttributes;
      const [dx, dScale, dOffset] = [x.shape, scale.shape, scale.shape].map((shape) => heap.output(shape));
      heap.kernels.layerNormGrad(at(x), at(dy), at(scale), at(dx), at(dScale), at(dOffset), ...rowsOf(x), epsilon);
      return [dx, dScale, dOffset];
    },
    [sequenceKernel.gelu]: ({ inputs }) => {
      const { x } = inputs as Inputs<"x">;
      const y = heap.output(x.shape);
      heap.kernels.gelu(at(x), at(y), sizeOf(x.shape));
      return y;
    },
    [sequenceKernel.geluGrad]: ({ inputs }) => {
      const { dy, x } = inputs as Inputs<"dy" | "x">;
      const dx = heap.output(x.shape);
      heap.kernels.geluGrad(at(dy), at(x), at(dx), sizeOf(x.shape));
      return dx;
    },
    [sequenceKernel.dropout]: ({ inputs, attrs }) => {
      const { x, keys } = inputs as Inputs<"x" | "keys">;
      const { limit, scale } = attrs as unknown as DropoutAttributes;
      const rows = sizeOf(keys.shape);
      const y = heap.output(x.shape);
      heap.kernels.dropout(at(x), at(keys), at(y), rows, sizeOf(x.shape) / rows, limit, scale);
      return y;
    },
  };
}
