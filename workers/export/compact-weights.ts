import { decodeTensorFile, encodeTensorFile, type RawTensor } from "../runtime/safetensors.js";
import type { StateTensor } from "../runtime/trainer.js";
import { halfBits, halfValue } from "./half-float.js";
import { quantisedColumns, restoredColumns, ZERO_POINT } from "./quantised.js";

type Weights = Record<string, StateTensor>;

/** Bytes of a number: two as a half-precision float, one as a level between its column's bounds. */
export type CompactPrecision = "FLOAT16" | "INT8";

const SCALE = ".scale";

/**
 * Weights in fewer bytes, as safetensors. FLOAT16 rounds each to half precision. INT8 keeps of matrices and kernels the level of
 * each number, −127 to 127, and beside them, under `<name>.scale`, the step of each column (the last axis); what has one axis, such as
 * biases, stays as it is.
 */
export function compactWeights(
  weights: Weights,
  json: Record<string, unknown>,
  precision: CompactPrecision,
): Uint8Array {
  const entries = Object.entries(weights).flatMap(([name, tensor]): [string, RawTensor][] => {
    const { shape, values, dtype } = tensor;
    if (dtype !== "float32" || (precision === "INT8" && shape.length < 2))
      return [[name, { type: dtype === "float32" ? "F32" : "I32", shape, bytes: bytesOf(values) }]];
    if (precision === "FLOAT16")
      return [[name, { type: "F16", shape, bytes: bytesOf(Uint16Array.from(values, halfBits)) }]];
    const { bytes, scales } = quantisedColumns(values as Float32Array, shape[shape.length - 1]);
    const levels = Int8Array.from(bytes, (byte) => byte - ZERO_POINT);
    return [
      [name, { type: "I8", shape, bytes: bytesOf(levels) }],
      [name + SCALE, { type: "F32", shape: [scales.length], bytes: bytesOf(scales) }],
    ];
  });
  return encodeTensorFile(Object.fromEntries(entries), json);
}

/** The weights that such a file stands for, as floats again. */
export function expandedWeights(file: Uint8Array): Weights {
  const { tensors } = decodeTensorFile(file);
  const entries = Object.entries(tensors).flatMap(([name, { type, shape, bytes }]): [string, StateTensor][] => {
    if (name.endsWith(SCALE) && tensors[name.slice(0, -SCALE.length)]?.type === "I8") return [];
    const { buffer } = new Uint8Array(bytes);
    if (type === "I32") return [[name, { shape, dtype: "int32", values: new Int32Array(buffer) }]];
    if (type === "F16") return [[name, floats(shape, Float32Array.from(new Uint16Array(buffer), halfValue))]];
    if (type === "F32") return [[name, floats(shape, new Float32Array(buffer))]];
    const scales = new Float32Array(new Uint8Array(tensors[name + SCALE].bytes).buffer);
    const levels = Uint8Array.from(new Int8Array(buffer), (level) => level + ZERO_POINT);
    return [[name, floats(shape, restoredColumns({ bytes: levels, scales }))]];
  });
  return Object.fromEntries(entries);
}

function floats(shape: number[], values: Float32Array): StateTensor {
  return { shape, dtype: "float32", values };
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength);
}
