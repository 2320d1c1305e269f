import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./own-kernel.js";

/**
 * x where it is positive, `slope` · x elsewhere. Unlike tfjs's own it can be differentiated twice, which penalties of gradients
 * take: the slopes count as constants, as they are everywhere but at 0.
 */
export function leakyRelu<T extends tf.Tensor>(x: T, slope: number): T {
  return differentiable<T>(
    [x],
    (save) => {
      const slopes = tf.step(x, slope);
      save([slopes]);
      return tf.mul(x, slopes);
    },
    (dy, [slopes]) => tf.mul(dy, slopes),
  );
}
