import * as tf from "@tensorflow/tfjs";
import type { Weights } from "../../runtime/tensor/layers/weights.js";
import type { Inputs } from "./inputs.js";
import { generated, type GanShape } from "./model.js";

/** Pictures made at once. */
const AT_ONCE = 100;

/** What a generator makes of these inputs: brightness from 0 to 1, row-major [rows, size, size]. */
export async function madePictures(
  shape: GanShape,
  generator: Weights,
  { latent, told }: Inputs,
): Promise<Float32Array> {
  const area = shape.size ** 2;
  const rows = latent.length / shape.latent;
  const pictures = new Float32Array(rows * area);
  for (let from = 0; from < rows; from += AT_ONCE) {
    const until = Math.min(rows, from + AT_ONCE);
    const part = tf.tidy(() => {
      const placed = (values: Float32Array, width: number) =>
        tf.tensor2d(values.subarray(from * width, until * width), [until - from, width]);
      const numbers = placed(latent, shape.latent);
      const signed = generated(
        shape,
        generator,
        shape.classes > 0 ? tf.concat([numbers, placed(told, shape.classes)], 1) : numbers,
      );
      return tf.mul(tf.add(signed, 1), 0.5);
    });
    pictures.set(await part.data(), from * area);
    part.dispose();
  }
  return pictures;
}
