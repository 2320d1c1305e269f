import * as tf from "@tensorflow/tfjs";
import type { WasmBackend } from "../tensor/kernels/heap.js";

type Variables = Readonly<Record<string, tf.Variable>>;

/** Room for these variables in memory that threads share. */
export function roomFor(variables: Variables): SharedArrayBuffer {
  const floats = Object.values(variables).reduce((sum, { size }) => sum + size, 0);
  return new SharedArrayBuffer(floats * Float32Array.BYTES_PER_ELEMENT);
}

/** The place of each variable in such a room: one after the other, in the variables' order. */
export function placesIn(room: SharedArrayBuffer, variables: Variables): Map<string, Float32Array> {
  let offset = 0;
  const places = Object.entries(variables).map(([name, { size }]) => {
    const place = new Float32Array(room, offset, size);
    offset += place.byteLength;
    return [name, place] as const;
  });
  return new Map(places);
}

/** A tensor's floats where they lie on the WebAssembly heap: to be read or written before the next tensor is made, which may move them. */
export function floatsOf({ dataId, size }: tf.Tensor): Float32Array {
  const { wasm, dataIdMap } = tf.backend() as WasmBackend;
  const { HEAPU8 } = wasm as unknown as { HEAPU8: Uint8Array };
  return new Float32Array(HEAPU8.buffer, dataIdMap.get(dataId).memoryOffset, size);
}
