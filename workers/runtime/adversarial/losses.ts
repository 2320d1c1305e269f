import * as tf from "@tensorflow/tfjs";

/** How two networks measure who is ahead: by cross-entropy, or by Wasserstein distance with a penalty of gradients. */
export type AdversarialLoss = "bce" | "wgan-gp";

/**
 * What the discriminator wants small, of its scores of real and of made pictures (any shape, the higher the more real): the cross-entropy of
 * both guesses in nats (2 ln 2 when it guesses), or by how much the made ones score higher.
 *
 * Sources: Goodfellow et al., "Generative adversarial nets", NeurIPS 2014; Arjovsky, Chintala and Bottou, "Wasserstein GAN", ICML 2017.
 */
export function discriminatorLoss(kind: AdversarialLoss, real: tf.Tensor, made: tf.Tensor): tf.Scalar {
  if (kind === "wgan-gp") return tf.sub(tf.mean(made), tf.mean(real));
  return tf.add(tf.mean(tf.softplus(tf.neg(real))), tf.mean(tf.softplus(made)));
}

/**
 * What the generator wants small, of the scores of what it made. With cross-entropy the one that does not saturate: −ln of the probability
 * that its pictures are real, rather than ln of the probability that they are not, which has no slope while the discriminator is sure.
 */
export function generatorLoss(kind: AdversarialLoss, made: tf.Tensor): tf.Scalar {
  return kind === "wgan-gp" ? tf.neg(tf.mean(made)) : tf.mean(tf.softplus(tf.neg(made)));
}

/** Keeps the root of a norm differentiable where every gradient is zero. */
const TINY = 1e-12;

/**
 * Mean over the pictures of (‖∇score‖ − 1)²: how far a critic's slope is from 1 at these places, [rows, …]. `score` must be made of
 * operations that can be differentiated twice: `leakyRelu`, products and convolutions can.
 *
 * Source: Gulrajani et al., "Improved training of Wasserstein GANs", NeurIPS 2017, equation 3.
 */
export function gradientPenalty<T extends tf.Tensor>(score: (places: T) => tf.Tensor, places: T): tf.Scalar {
  const norms = tf.sqrt(tf.add(squaredNorms(score, places), TINY));
  return tf.mean(tf.square(tf.sub(norms, 1)));
}

/**
 * Mean over the pictures of ‖∇score‖²: half of it, weighed, beside the cross-entropy keeps a discriminator from becoming steep at the real
 * pictures, and the contest from circling. `score` as for `gradientPenalty`.
 *
 * Source: Mescheder, Geiger and Nowozin, "Which training methods for GANs do actually converge?", ICML 2018, the penalty R1.
 */
export function squaredSlope<T extends tf.Tensor>(score: (places: T) => tf.Tensor, real: T): tf.Scalar {
  return tf.mean(squaredNorms(score, real));
}

/** ‖∇score‖² at each place, [rows]. */
function squaredNorms<T extends tf.Tensor>(score: (places: T) => tf.Tensor, places: T): tf.Tensor1D {
  const slopes = tf.grad((at: tf.Tensor) => tf.sum(score(at as T)))(places);
  return tf.sum(tf.square(slopes), places.shape.map((_, axis) => axis).slice(1));
}

/** Places on the straight lines between real and made pictures, [rows, …]: `shares` says how far from the made one, a number a row. */
export function placesBetween<T extends tf.Tensor>(real: T, made: T, shares: Float32Array): T {
  const [rows, ...sides] = real.shape;
  const share = tf.tensor(shares, [rows, ...sides.map(() => 1)]);
  return tf.add(tf.mul(share, real), tf.mul(tf.sub(1, share), made));
}
