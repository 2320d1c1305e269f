import type { StateTensor } from "./trainer.js";

type Dtype = StateTensor["dtype"];
/** Of the format's types, those that are written here. */
type TensorType = "F32" | "I32" | "F16" | "I8";

interface Entry {
  dtype: TensorType;
  shape: number[];
  data_offsets: [number, number];
}

/** One array of a file, little-endian. */
export interface RawTensor {
  type: TensorType;
  shape: number[];
  bytes: Uint8Array;
}

const NAMES: Record<Dtype, TensorType> = { float32: "F32", int32: "I32" };

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
  const entries = Object.entries(tensors).map(([name, { shape, dtype, values }]): [string, RawTensor] => {
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    return [name, { type: NAMES[dtype], shape, bytes }];
  });
  return encodeTensorFile(Object.fromEntries(entries), json);
}

/** The same of tensors of any type. */
export function encodeTensorFile(tensors: Record<string, RawTensor>, json: Record<string, unknown>): Buffer {
  const metadata = Object.entries(json).map(([key, value]): [string, string] => [key, JSON.stringify(value)]);
  return writeTensorFile(tensors, Object.fromEntries(metadata));
}

/** The same with `metadata` as it is. */
export function writeTensorFile(tensors: Record<string, RawTensor>, metadata: Record<string, string>): Buffer {
  let offset = 0;
  const entries = Object.entries(tensors).map(([name, { type, shape, bytes }]): [string, Entry] => {
    const start = offset;
    offset += bytes.byteLength;
    return [name, { dtype: type, shape, data_offsets: [start, offset] }];
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = Buffer.from(text.padEnd(Math.ceil(Buffer.byteLength(text) / 8) * 8));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, ...Object.values(tensors).map(({ bytes }) => bytes)]);
}

/** Reads what `encodeSafetensors` wrote. Throws for a file that is cut off or holds another type. */
export function decodeSafetensors(file: Uint8Array): TensorFile {
  const { tensors, json } = decodeTensorFile(file);
  const entries = Object.entries(tensors).map(([name, { type, shape, bytes }]): [string, StateTensor] => {
    const copy = new Uint8Array(bytes).buffer;
    if (type === "F32") return [name, { shape, dtype: "float32", values: new Float32Array(copy) }];
    if (type === "I32") return [name, { shape, dtype: "int32", values: new Int32Array(copy) }];
    throw new Error(`${name} is of type ${type}, which is not read here`);
  });
  return { tensors: Object.fromEntries(entries), json };
}

/** Reads tensors of any type as they lie in the file. Throws for a file that is cut off. */
export function decodeTensorFile(file: Uint8Array): { tensors: Record<string, RawTensor>; json: TensorFile["json"] } {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  const headerLength = bytes.length >= 8 ? Number(bytes.readBigUInt64LE()) : Infinity;
  if (8 + headerLength > bytes.length) throw new Error("the tensor file is cut off in its header");
  const { __metadata__: metadata = {}, ...entries } = JSON.parse(bytes.toString("utf8", 8, 8 + headerLength)) as {
    __metadata__?: Record<string, string>;
  } & Record<string, Entry>;
  const body = bytes.subarray(8 + headerLength);
  const tensors = Object.entries(entries).map(([name, entry]): [string, RawTensor] => {
    const { dtype: type, shape, data_offsets } = entry;
    const [start, end] = data_offsets;
    if (end > body.length) throw new Error(`the tensor file is cut off in ${name}`);
    return [name, { type, shape, bytes: body.subarray(start, end) }];
  });
  const json = Object.entries(metadata).map(([key, text]): [string, unknown] => [key, JSON.parse(text)]);
  return { tensors: Object.fromEntries(tensors), json: Object.fromEntries(json) };
}
