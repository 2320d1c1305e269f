import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./own-kernel.js";

/**
 * Cross-entropy in nats at each position, [positions], of scores [positions, classes] against tokens whose probability is taken to be
 * 1 − `smoothing`, the rest spread over all classes alike. Backwards it takes the softmax once.
 *
 * Source: Szegedy et al., "Rethinking the Inception architecture", CVPR 2016, section 7.
 */
export function smoothedCrossEntropy(scores: tf.Tensor2D, tokens: tf.Tensor1D, smoothing: number): tf.Tensor1D {
  const classes = scores.shape[1];
  const truth = (): tf.Tensor => {
    return tf.oneHot(tokens, classes).toFloat().mul(1 - smoothing).add(smoothing / classes); // prettier-ignore
  };
  return differentiable<tf.Tensor1D>(
    [scores],
    (save) => {
      const logs = tf.logSoftmax(scores);
      const expected = truth();
      save([logs, expected]);
      return logs.mul(expected).sum<tf.Tensor1D>(1).neg();
    },
    (dy, [logs, expected]) => logs.exp().sub(expected).mul(dy.expandDims(1)),
  );
}
