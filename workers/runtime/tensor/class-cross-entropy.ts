import * as tf from "@tensorflow/tfjs";

/**
 * The mean over rows of −ln(probability of the true class), in nats, of class scores before the softmax, [rows, classes]. Each row's
 * counts as much as its entry in `weights`, all alike where there are none.
 */
export function classCrossEntropy(scores: tf.Tensor2D, labels: Int32Array, weights?: Float32Array): tf.Scalar {
  const truth = tf.oneHot(tf.tensor1d(labels, "int32"), scores.shape[1]);
  if (!weights) return tf.losses.softmaxCrossEntropy(truth, scores).asScalar();
  const losses = tf.losses.softmaxCrossEntropy(truth, scores, tf.tensor1d(weights), 0, tf.Reduction.NONE);
  return losses.mean().asScalar();
}
