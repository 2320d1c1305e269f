import { z } from "zod";
import { CheckpointFault } from "./checkpoint-fault.js";

/** How a file may write the numbers that are read, and how many bytes each takes. */
export const WIDTHS = { F32: 4, F16: 2, BF16: 2 } as const;
export type Dtype = keyof typeof WIDTHS;

/** Bytes before the header, which say how long it is. */
export const LENGTH_BYTES = 8;
/** The longest header that the format's own reader takes, in bytes. */
const LONGEST_HEADER = 100_000_000;

const place = z.object({
  dtype: z.string(),
  shape: z.array(z.int().min(0)).max(8),
  data_offsets: z.tuple([z.int().min(0), z.int().min(0)]),
});
const index = z.object({ weight_map: z.record(z.string(), z.string()) });

/** One tensor of a safetensors file. */
export interface SavedTensor {
  /** The file's name. */
  file: string;
  /** e.g. `F32`; `WIDTHS` has those that can be read. */
  dtype: string;
  shape: number[];
  /** Bytes from `start` in the file. */
  start: number;
  bytes: number;
}

/** The names of a checkpoint's files of weights: model.safetensors, or the parts that its index tells. Throws `CheckpointFault`. */
export function weightFileNames(indexText: string | undefined): string[] {
  if (indexText === undefined) return ["model.safetensors"];
  try {
    const names = Object.values(index.parse(JSON.parse(indexText)).weight_map);
    // A part lies beside its index: a name that leads elsewhere is none.
    return [...new Set(names.map((name) => name.split(/[/\\]/).at(-1)!))];
  } catch {
    throw new CheckpointFault("model.safetensors.index.json has no weight_map");
  }
}

/** Bytes that the header of a file takes, by the file's first eight. Throws `CheckpointFault` where the file is shorter. */
export function headerLength(file: string, first: Buffer, size: number): number {
  const length = first.length === LENGTH_BYTES ? Number(first.readBigUInt64LE()) : Infinity;
  if (length > LONGEST_HEADER || LENGTH_BYTES + length > size)
    throw new CheckpointFault(`${file} is cut off in its header`);
  return length;
}

/** The tensors of a file of `size` bytes, by its header. Throws `CheckpointFault`, naming file and tensor, where it is broken. */
export function tensorsIn(file: string, header: Buffer, size: number): [string, SavedTensor][] {
  const body = LENGTH_BYTES + header.length;
  return Object.entries(entriesOf(file, header)).map(([name, entry]) => {
    const read = place.safeParse(entry);
    if (!read.success) throw new CheckpointFault(`${file}: what is said of ${name} cannot be read`);
    const { dtype, shape, data_offsets: [from, to] } = read.data; // prettier-ignore
    const bytes = shape.reduce((product, side) => product * side, WIDTHS[dtype as Dtype] ?? 0);
    if (to < from || body + to > size || (dtype in WIDTHS && to - from !== bytes))
      throw new CheckpointFault(`${file} is cut off in ${name}`);
    return [name, { file, dtype, shape, start: body + from, bytes: to - from }];
  });
}

function entriesOf(file: string, header: Buffer): Record<string, unknown> {
  try {
    const { __metadata__: _, ...entries } = JSON.parse(header.toString("utf8")) as Record<string, unknown>;
    return entries;
  } catch {
    throw new CheckpointFault(`${file} is no safetensors file`);
  }
}
