import { gzip } from "node:zlib";
import { promisify } from "node:util";
import type { ModelSize } from "../../src/domains/training/runs/trained-model.specs.js";
import type { StateTensor } from "./trainer.js";

/** More is not compressed to see what comes of it: it takes a second for each 30 MB. */
const COMPRESSED_MAX_BYTES = 64 * 2 ** 20;

const compressed = promisify(gzip);

/** How many weights there are, how many of them are zero, and what they take, plain and by gzip. */
export async function modelSize(weights: Record<string, StateTensor>): Promise<ModelSize> {
  const all = Object.values(weights).map(({ values }) => values);
  const zeros = all.reduce((sum, values) => sum + zerosIn(values), 0);
  const bytes = all.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const size = { weights: all.reduce((sum, { length }) => sum + length, 0), zeros, bytes };
  if (bytes > COMPRESSED_MAX_BYTES) return { ...size, compressedBytes: null };
  const whole = Buffer.concat(all.map((values) => Buffer.from(values.buffer, values.byteOffset, values.byteLength)));
  return { ...size, compressedBytes: (await compressed(whole)).byteLength };
}

function zerosIn(values: Float32Array | Int32Array): number {
  let zeros = 0;
  for (const value of values) if (value === 0) zeros++;
  return zeros;
}
