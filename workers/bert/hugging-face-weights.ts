import { open, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { z } from "zod";
import { TrainingFailure } from "../runtime/failure.js";

/** How a file writes numbers, and how many bytes each takes. */
const WIDTHS = { F32: 4, F16: 2, BF16: 2 } as const;
type Dtype = keyof typeof WIDTHS;

/** The longest header that the format's own reader takes, in bytes. */
const LONGEST_HEADER = 100_000_000;

const place = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const index = z.object({ weight_map: z.record(z.string(), z.string()) });

/** Where a tensor lies: bytes from `start` in the file. */
interface Place {
  file: string;
  dtype: Dtype;
  shape: number[];
  start: number;
  bytes: number;
}

/** One weight as it was saved, row-major, widened to 32 bits. */
export interface SavedWeight {
  shape: number[];
  values: Float32Array;
}

/**
 * The weights in a folder's model.safetensors, or in the parts that its model.safetensors.index.json names. Only headers are read at
 * first, then each tensor when it is asked for: a checkpoint's optimiser or heads cost no memory.
 */
export class HuggingFaceWeights {
  private constructor(private readonly places: ReadonlyMap<string, Place>) {}

  /** @throws {TrainingFailure} MODEL_UNUSABLE when there is no such file, or it is broken. */
  static async open(folder: string): Promise<HuggingFaceWeights> {
    const places = new Map<string, Place>();
    for (const file of await filesIn(folder)) for (const [name, own] of await placesIn(file)) places.set(name, own);
    return new HuggingFaceWeights(places);
  }

  has(name: string): boolean {
    return this.places.has(name);
  }

  /** Names, types and shapes: what tells one checkpoint from another without reading it all. */
  get contents(): string {
    return JSON.stringify([...this.places].map(([name, { dtype, shape }]) => [name, dtype, shape]));
  }

  /** Throws MODEL_UNUSABLE where there is no weight of that name. */
  async read(name: string): Promise<SavedWeight> {
    const found = this.places.get(name);
    if (!found) throw unusable(`the checkpoint lacks the weight ${name}`);
    const { file, dtype, shape, start, bytes } = found;
    const handle = await open(file);
    try {
      const buffer = Buffer.from(new ArrayBuffer(bytes));
      const { bytesRead } = await handle.read(buffer, 0, bytes, start);
      if (bytesRead < bytes) throw unusable(`${basename(file)} is cut off in ${name}`);
      return { shape, values: widened(buffer, dtype) };
    } finally {
      await handle.close();
    }
  }
}

function unusable(message: string): TrainingFailure {
  return new TrainingFailure("MODEL_UNUSABLE", message);
}

async function filesIn(folder: string): Promise<string[]> {
  const text = await readFile(join(folder, "model.safetensors.index.json"), "utf8").catch(() => undefined);
  if (text === undefined) return [join(folder, "model.safetensors")];
  const names = new Set(Object.values(index.parse(JSON.parse(text)).weight_map));
  // A part lies beside its index: a name that leads elsewhere is none.
  return [...names].map((name) => join(folder, basename(name)));
}

async function placesIn(file: string): Promise<[string, Place][]> {
  const handle = await open(file).catch(() => {
    throw unusable(`the checkpoint has no ${basename(file)}`);
  });
  try {
    const { size } = await handle.stat();
    const first = Buffer.alloc(8);
    const { bytesRead } = await handle.read(first, 0, 8, 0);
    const length = bytesRead === 8 ? Number(first.readBigUInt64LE()) : Infinity;
    if (length > LONGEST_HEADER || 8 + length > size) throw unusable(`${basename(file)} is cut off in its header`);
    const header = Buffer.alloc(length);
    await handle.read(header, 0, length, 8);
    const { __metadata__: _, ...entries } = JSON.parse(header.toString("utf8")) as Record<string, unknown>;
    return Object.entries(entries).flatMap(([name, entry]): [string, Place][] => {
      const { dtype, shape, data_offsets: [from, to] } = place.parse(entry); // prettier-ignore
      if (!(dtype in WIDTHS)) return []; // e.g. the position numbers that older checkpoints keep as integers
      const bytes = shape.reduce((product, side) => product * side, WIDTHS[dtype as Dtype]);
      if (to - from !== bytes || 8 + length + to > size) throw unusable(`${basename(file)} is cut off in ${name}`);
      return [[name, { file, dtype: dtype as Dtype, shape, start: 8 + length + from, bytes }]];
    });
  } catch (error) {
    throw error instanceof TrainingFailure ? error : unusable(`${basename(file)} is no safetensors file`);
  } finally {
    await handle.close();
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
