import type { StateTensor } from "./trainer.js";

type Dtype = StateTensor["dtype"];

interface Entry {
  dtype: "F32" | "I32";
  shape: number[];
  data_offsets: [number, number];
}

const NAMES: Record<Dtype, Entry["dtype"]> = { float32: "F32", int32: "I32" };

/** Named tensors and JSON in one file. */
export interface TensorFile {
  tensors: Record<string, StateTensor>;
  json: Record<string, unknown>;
}

/**
 * The safetensors format (Hugging Face): an 8-byte little-endian header length, a JSON header, the raw values. `json` goes
 * into the header's `__metadata__`, each value as JSON text, since the format allows only strings there.
 */
export function encodeSafetensors({ tensors, json }: TensorFile): Buffer {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { shape, dtype, values }]): [string, Entry] => {
    const start = offset;
    offset += values.byteLength;
    return [name, { dtype: NAMES[dtype], shape, data_offsets: [start, offset] }];
  });
  const metadata = Object.fromEntries(Object.entries(json).map(([key, value]) => [key, JSON.stringify(value)]));
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  const bodies = Object.values(tensors).map(({ values }) =>
    Buffer.from(values.buffer, values.byteOffset, values.byteLength),
  );
  return Buffer.concat([length, header, ...bodies]);
}

/** Reads what `encodeSafetensors` wrote. Throws for a file that is cut off or holds another type. */
export function decodeSafetensors(file: Uint8Array): TensorFile {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = bytes.length >= 8 ? Number(bytes.readBigUInt64LE()) : Infinity;
  if (8 + headerLength > bytes.length) throw new Error("the tensor file is cut off in its header");
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(bytes.toString("utf8", 8, 8 + headerLength)) as {
    __metadata__?: Record<string, string>;
  } & Record<string, Entry>;
  const body = bytes.subarray(8 + headerLength);
  const tensors = Object.entries(entries).map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [start, end],
      },
    ]): [string, StateTensor] => {
      if (end > body.length) throw new Error(`the tensor file is cut off in ${name}`);
      const copy = new Uint8Array(body.subarray(start, end)).buffer;
      if (dtype === "F32") return [name, { shape, dtype: "float32", values: new Float32Array(copy) }];
      if (dtype === "I32") return [name, { shape, dtype: "int32", values: new Int32Array(copy) }];
      throw new Error(`${name} is of type ${String(dtype)}, which is not read here`);
    },
  );
  const json = Object.entries(metadata).map(([key, text]): [string, unknown] => [key, JSON.parse(text)]);
  return { tensors: Object.fromEntries(tensors), json: Object.fromEntries(json) };
}
