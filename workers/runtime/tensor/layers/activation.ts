import * as tf from "@tensorflow/tfjs";
import { sequenceKernel } from "../kernels/sequence.js";
import { differentiable, hasKernel, runKernel } from "./own-kernel.js";

export type ActivationName = "relu" | "gelu" | "tanh";

/** x · Φ(x) with the exact normal distribution, by the error function. Source: Hendrycks and Gimpel, 2016. */
export function gelu<T extends tf.Tensor>(x: T): T {
  if (!hasKernel(sequenceKernel.gelu)) return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
  return differentiable<T>(
    [x],
    (save) => {
      save([x]);
      return runKernel<T>(sequenceKernel.gelu, { x });
    },
    (dy, [x]) => runKernel<tf.Tensor>(sequenceKernel.geluGrad, { dy, x }),
  );
}

export function activated<T extends tf.Tensor>(x: T, name: ActivationName): T {
  if (name === "gelu") return gelu(x);
  return name === "relu" ? tf.relu(x) : tf.tanh(x);
}
