import { CheckpointFault } from "../../src/domains/training/checkpoints/checkpoint-fault.js";
import {
  type Dtype,
  headerLength,
  LENGTH_BYTES,
  type SavedTensor,
  tensorsIn,
  weightFileNames,
  WIDTHS,
} from "../../src/domains/training/checkpoints/safetensors-header.js";
import type { CheckpointFiles, PieceReader } from "./checkpoint-files.js";

/** One weight as it was saved, row-major, widened to 32 bits. */
export interface SavedWeight {
  shape: number[];
  values: Float32Array;
}

interface Place extends SavedTensor {
  reader: PieceReader;
}

/**
 * The weights in a checkpoint's model.safetensors, or in the parts that its model.safetensors.index.json names. Only headers are read at
 * first, then each tensor when it is asked for: a checkpoint's optimiser or heads cost no memory.
 */
export class HuggingFaceWeights {
  private constructor(private readonly places: ReadonlyMap<string, Place>) {}

  /** @throws {CheckpointFault} when there is no such file, or it is broken. */
  static async open(files: CheckpointFiles): Promise<HuggingFaceWeights> {
    const places = new Map<string, Place>();
    for (const file of weightFileNames(await files.text("model.safetensors.index.json"))) {
      const reader = await files.pieces(file);
      const length = headerLength(file, await reader.read(0, LENGTH_BYTES), reader.size);
      const tensors = tensorsIn(file, await reader.read(LENGTH_BYTES, length), reader.size);
      for (const [name, tensor] of tensors) places.set(name, { ...tensor, reader });
    }
    return new HuggingFaceWeights(places);
  }

  has(name: string): boolean {
    return this.places.has(name);
  }

  /** Names, types and shapes: what tells one checkpoint from another without reading it all. */
  get contents(): string {
    const read = [...this.places].filter(([, { dtype }]) => dtype in WIDTHS);
    return JSON.stringify(read.map(([name, { dtype, shape }]) => [name, dtype, shape]));
  }

  /** Throws `CheckpointFault` where there is no weight of that name, or it is of a type that is not read. */
  async read(name: string): Promise<SavedWeight> {
    const found = this.places.get(name);
    if (!found) throw new CheckpointFault(`the weights lack the tensor ${name}`);
    const { reader, file, dtype, shape, start, bytes } = found;
    if (!(dtype in WIDTHS)) throw new CheckpointFault(`${file}: ${name} is of the type ${dtype}`);
    const buffer = await reader.read(start, bytes);
    if (buffer.length < bytes) throw new CheckpointFault(`${file} is cut off in ${name}`);
    return { shape, values: widened(buffer, dtype as Dtype) };
  }
}

/** Little-endian numbers of the file as floats of 32 bits; every one of 16 bits is one of those. */
function widened({ buffer }: Buffer, dtype: Dtype): Float32Array {
  if (dtype === "F32") return new Float32Array(buffer);
  const halves = new Uint16Array(buffer);
  if (dtype === "F16") return Float32Array.from(halves, widenedHalf);
  const values = new Float32Array(halves.length);
  const bits = new Uint32Array(values.buffer);
  halves.forEach((half, i) => (bits[i] = half << 16));
  return values;
}

/** IEEE 754's 16-bit format: a sign, 5 bits of exponent, 10 of fraction. */
function widenedHalf(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const [exponent, fraction] = [(half >> 10) & 0x1f, half & 0x3ff];
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
