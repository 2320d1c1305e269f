import * as tf from "@tensorflow/tfjs";
import { fromBfloat16, toBfloat16 } from "../tensor/bfloat16.js";
import type { WasmBackend } from "../tensor/kernels/heap.js";

type Variables = Readonly<Record<string, tf.Variable>>;

/** Numbers that threads share: float32, or as bfloat16 in half the bytes. */
export type Place = Float32Array | Uint16Array;

/** Room for these variables in memory that threads share; `half` for bfloat16. */
export function roomFor(variables: Variables, half: boolean): SharedArrayBuffer {
  const numbers = Object.values(variables).reduce((sum, { size }) => sum + size, 0);
  return new SharedArrayBuffer(numbers * (half ? Uint16Array : Float32Array).BYTES_PER_ELEMENT);
}

/** The place of each variable in such a room: one after the other, in the variables' order. */
export function placesIn(room: SharedArrayBuffer, variables: Variables, half: boolean): Map<string, Place> {
  let offset = 0;
  const places = Object.entries(variables).map(([name, { size }]) => {
    const place = half ? new Uint16Array(room, offset, size) : new Float32Array(room, offset, size);
    offset += place.byteLength;
    return [name, place] as const;
  });
  return new Map(places);
}

/** Leaves numbers in their place, rounded where it holds bfloat16. */
export function leave(place: Place, numbers: Float32Array): void {
  if (place instanceof Uint16Array) toBfloat16(numbers, place);
  else place.set(numbers);
}

/** What lies in a place; of float32 the place itself. */
export function numbersIn(place: Place): Float32Array {
  return place instanceof Uint16Array ? fromBfloat16(place) : place;
}

/** A tensor's floats where they lie on the WebAssembly heap: to be read or written before the next tensor is made, which may move them. */
export function floatsOf({ dataId, size }: tf.Tensor): Float32Array {
  const { wasm, dataIdMap } = tf.backend() as WasmBackend;
  const { HEAPU8 } = wasm as unknown as { HEAPU8: Uint8Array };
  return new Float32Array(HEAPU8.buffer, dataIdMap.get(dataId).memoryOffset, size);
}
