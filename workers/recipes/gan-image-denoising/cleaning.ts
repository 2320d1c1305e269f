import * as tf from "@tensorflow/tfjs";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import { type DenoisingShape, restored } from "./model.js";

/** Pictures that pass at once. */
const AT_ONCE = 100;

/** Spoilt pictures as a generator cleans them: brightness from 0 to 1, row-major [rows, size, size], as they came. */
export async function cleaned(shape: DenoisingShape, generator: Weights, spoilt: Float32Array): Promise<Float32Array> {
  const { size } = shape;
  const pictures = new Float32Array(spoilt.length);
  const step = AT_ONCE * size ** 2;
  for (let from = 0; from < spoilt.length; from += step) {
    const given = spoilt.subarray(from, from + step);
    const part = tf.tidy(() => {
      const placed = tf.tensor4d(given, [given.length / size ** 2, size, size, 1]);
      return tf.clipByValue(restored(shape, generator, placed), 0, 1);
    });
    pictures.set(await part.data(), from);
    part.dispose();
  }
  return pictures;
}
