import * as tf from "@tensorflow/tfjs";

/** What the rows of a batch bear of a teacher; nothing where the run has none. */
export type Taught = {
  /** The teacher's class probabilities at the temperature, [rows, classes]. */
  soft?: Float32Array;
  /** [rows]. */
  temperature?: Float32Array;
  /** Share of each row's loss that is the distance from the teacher, [rows]. */
  trust?: Float32Array;
};

/** Keeps the logarithm of a probability that has vanished a number. */
const LEAST = 1e-20;

/**
 * (1 − trust) · loss + trust · T² · KL(teacher ‖ student) of each row, in nats, both softened by the temperature T; T² keeps the gradients of
 * the second term as large as they are without softening. `scores`, [rows, classes], are those before the softmax, or log-probabilities.
 * Source: Hinton, Vinyals and Dean, "Distilling the knowledge in a neural network", 2015.
 */
export function taughtLosses(losses: tf.Tensor, scores: tf.Tensor2D, { soft, temperature, trust }: Taught): tf.Tensor {
  if (!soft || !temperature || !trust) return losses;
  const [rows, classes] = scores.shape;
  const wanted = tf.tensor2d(soft, [rows, classes]);
  const said = tf.logSoftmax(scores.div(tf.tensor2d(temperature, [rows, 1])));
  const distances = wanted.mul(wanted.maximum(LEAST).log().sub(said)).sum(1);
  const trusted = tf.tensor1d(trust.map((share, row) => share * temperature[row] ** 2));
  return losses.mul(tf.tensor1d(trust.map((share) => 1 - share))).add(distances.mul(trusted));
}
