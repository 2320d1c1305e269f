import type { NamedAttrMap, Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";

type Thunk = () => Tensor;

/** Gradients of batch normalisation and of enlarging, in a few passes. */
export function registerImageGradients(tf: Tensorflow): void {
  tf.registerGradient({
    kernelName: "FusedBatchNorm",
    inputsToSave: ["x", "mean", "variance", "scale"],
    gradFunc: (dy, [x, mean, variance, scale], attrs) =>
      batchNormGrads(tf, dy as Tensor, [x, mean, variance, scale] as Tensor[], attrs),
  });
  tf.registerGradient({
    kernelName: "ResizeNearestNeighbor",
    inputsToSave: ["images"],
    gradFunc: (dy, [images], attrs) => ({ images: () => enlargingGrad(tf, dy as Tensor4D, images as Tensor4D, attrs) }),
  });
}

/** Sums a gradient over the dimensions in which its operand was broadcast. */
export function fit(tf: Tensorflow, gradient: Tensor, operand: Tensor): Tensor {
  const axes = tf.broadcast_util.getReductionAxes(operand.shape, gradient.shape);
  return axes.length === 0 ? gradient : tf.reshape(tf.sum(gradient, axes), operand.shape);
}

/** With r = 1/√(variance + ε), every statistic's gradient follows from Σ dy and Σ dy·(x − mean). */
function batchNormGrads(tf: Tensorflow, dy: Tensor, saved: Tensor[], attrs: NamedAttrMap): Record<string, Thunk> {
  const [x, mean, variance, scale = tf.scalar(1)] = saved as [Tensor, Tensor, Tensor, Tensor?];
  const r = tf.rsqrt(tf.add(variance, attrs.varianceEpsilon as number));
  const slope = tf.mul(r, scale);
  const offset = fit(tf, dy, mean);
  const spread = fit(tf, tf.mul(dy, tf.sub(x, mean)), mean);
  return {
    x: () => tf.mul(dy, slope),
    mean: () => tf.neg(tf.mul(slope, offset)),
    variance: () => tf.mul(tf.mul(tf.mul(slope, tf.square(r)), -0.5), spread),
    scale: () => tf.mul(r, spread),
    offset: () => offset.clone(),
  };
}

/** Enlarging by whole factors repeats each pixel, so its gradient sums each pixel's copies; other sizes go to tfjs's kernel. */
function enlargingGrad(tf: Tensorflow, dy: Tensor4D, images: Tensor4D, attrs: NamedAttrMap): Tensor {
  const [down, across] = [dy.shape[1] / images.shape[1], dy.shape[2] / images.shape[2]];
  const whole = Number.isInteger(down) && Number.isInteger(across) && !attrs.alignCorners && !attrs.halfPixelCenters;
  if (!whole) return tf.engine().runKernel("ResizeNearestNeighborGrad", { dy, images }, attrs);
  return tf.mul(tf.avgPool(dy, [down, across], [down, across], "valid"), down * across);
}
