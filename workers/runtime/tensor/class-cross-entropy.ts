import * as tf from "@tensorflow/tfjs";
import { type Taught, taughtLosses } from "./taught-losses.js";

/**
 * The mean over rows of −ln(probability of the true class), in nats, of class scores before the softmax, [rows, classes]. Each row's
 * counts as much as its entry in `weights`, all alike where there are none. With a teacher, see `taughtLosses`.
 */
export function classCrossEntropy(
  scores: tf.Tensor2D,
  labels: Int32Array,
  weights?: Float32Array,
  taught: Taught = {},
): tf.Scalar {
  const truth = tf.oneHot(tf.tensor1d(labels, "int32"), scores.shape[1]);
  const counts = weights ? tf.tensor1d(weights) : tf.ones([labels.length]);
  const losses = tf.losses.softmaxCrossEntropy(truth, scores, counts, 0, tf.Reduction.NONE);
  return taughtLosses(losses, scores, taught).mean().asScalar();
}
