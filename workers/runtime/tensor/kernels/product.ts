import type { TensorInfo } from "@tensorflow/tfjs";
import type { Heap } from "./heap.js";
import { sizeOf } from "./reductions.js";

/** Panels of B are eight columns wide: two vectors of four floats. */
const WIDTH = 8;
const FLOAT = 4;

/** What is done to a finished element of C; the numbers are those of `assembly/tiles.ts`. */
export const mode = { store: 0, add: 1, relu: 2 } as const;

/** The right-hand side: `k` × (`runs` · `length`) floats at `address`, or its transpose. */
export interface RightSide {
  address: number;
  k: number;
  runs: number;
  length: number;
  transposed: boolean;
}

/** B as the micro-kernels read it. */
export interface Panels {
  address: number;
  step: number;
  panel: number;
}

/** Bytes of scratch that `panels` needs, 0 when B is better read where it lies: `passes` is how often each panel is read. */
export function panelBytes({ k, runs, length, transposed }: RightSide, passes: number): number {
  if (runs * length === 1) return 0;
  const inPlace = !transposed && runs === 1 && length % WIDTH === 0 && passes <= 2;
  return inPlace ? 0 : runs * Math.ceil(length / WIDTH) * k * WIDTH * FLOAT;
}

/** Lays B out in panels at `scratch`, or points into B itself where `bytes` is 0. */
export function panels(heap: Heap, side: RightSide, bytes: number, scratch: number): Panels {
  const { address, k, runs, length, transposed } = side;
  const step = (transposed && runs * length > 1 ? k : runs * length) * FLOAT;
  if (bytes === 0) return { address, step, panel: WIDTH * FLOAT };
  const pack = transposed ? heap.kernels.panelsOfColumns : heap.kernels.panelsOfRows;
  pack(address, k, step, runs, length, scratch);
  return { address: scratch, step: WIDTH * FLOAT, panel: k * WIDTH * FLOAT };
}

/** Whether a bias is one number for all, or one for each column: what a product can start from. */
export function biasSuits(bias: TensorInfo | undefined | null, columns: number): bias is TensorInfo | undefined | null {
  if (bias === undefined || bias === null) return true;
  const size = sizeOf(bias.shape);
  return size === 1 || (size === columns && bias.shape.at(-1) === columns);
}

/** A bias as whole panels: as it lies, or copied and filled up with zeros. None is 0. */
export function biasPanels(heap: Heap, bias: TensorInfo | undefined | null, columns: number, scratch: number): number {
  if (bias === undefined || bias === null) return 0;
  const size = sizeOf(bias.shape);
  if (size === columns && columns % WIDTH === 0) return heap.address(bias);
  const values = heap.backend.typedArrayFromHeap(bias);
  const padded = heap.floats(scratch, biasBytes(columns) / FLOAT);
  padded.fill(size === 1 ? (values[0] ?? 0) : 0);
  if (size === columns) padded.set(values);
  return scratch;
}

/** Scratch that `biasPanels` may need. */
export function biasBytes(columns: number): number {
  return Math.ceil(columns / WIDTH) * WIDTH * FLOAT;
}
