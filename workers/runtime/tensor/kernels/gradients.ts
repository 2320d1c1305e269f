import type { NamedAttrMap, Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { fit, registerImageGradients } from "./image-gradients.js";
import { kernelName } from "./training.js";

type Thunk = () => Tensor;

/** Replaces gradients of tfjs that are slow, wrong, or fail on shapes that models use. Each still works on every backend. */
export function registerGradients(tf: Tensorflow): void {
  tf.registerGradient({
    kernelName: "Relu",
    outputsToSave: [true],
    gradFunc: (dy, [y]) => ({ x: () => reluGrad(tf, dy as Tensor, y, false)[0] }),
  });
  tf.registerGradient({
    kernelName: "Conv2D",
    inputsToSave: ["x", "filter"],
    gradFunc: (dy, [x, filter], attrs) => convolutionGrads(tf, dy as Tensor, x as Tensor4D, filter as Tensor4D, attrs),
  });
  tf.registerGradient({
    kernelName: "BatchMatMul",
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b], attrs) => matMulGrads(tf, dy as Tensor, a, b, attrs),
  });
  tf.registerGradient({
    kernelName: "SquaredDifference",
    inputsToSave: ["a", "b"],
    gradFunc: (dy, [a, b]) => squaredDifferenceGrads(tf, dy as Tensor, a, b),
  });
  registerImageGradients(tf);
}

/** The gradient before an activation (linear or relu, from its output), and the bias gradient that belongs to it. */
export function activationGrad(
  tf: Tensorflow,
  dy: Tensor,
  y: Tensor,
  attrs: NamedAttrMap,
): { dx: Tensor; bias: Thunk } {
  if (attrs.activation === "relu") {
    const [dx, bias] = reluGrad(tf, dy, y, true);
    return { dx, bias: () => bias.clone() };
  }
  return { dx: dy, bias: () => tf.sum(dy, leadingAxes(dy)) };
}

/** Gradients of a 2-D convolution; dilated windows only where the backend's kernels know them. */
export function convolutionGrads(
  tf: Tensorflow,
  dy: Tensor,
  x: Tensor4D,
  filter: Tensor4D,
  attrs: NamedAttrMap,
): { x: Thunk; filter: Thunk } {
  const { strides, pad, dataFormat, dimRoundingMode } = attrs;
  const dilations = (attrs.dilations ?? 1) as number | number[];
  const dilated = [dilations].flat().some((dilation) => dilation !== 1);
  if (dilated && tf.getBackend() !== "wasm")
    throw new Error(`The backend ${tf.getBackend()} cannot train dilated convolutions.`);
  const options = { strides, pad, dataFormat, dimRoundingMode, dilations };
  return {
    x: () => tf.engine().runKernel("Conv2DBackpropInput", { dy, filter }, { ...options, inputShape: x.shape }),
    filter: () => tf.engine().runKernel("Conv2DBackpropFilter", { x, dy }, { ...options, filterShape: filter.shape }),
  };
}

/** dy where y > 0, and with `biased` its sum over all but the last axis. */
function reluGrad(tf: Tensorflow, dy: Tensor, y: Tensor, biased: boolean): [Tensor, Tensor] {
  if (tf.getKernel(kernelName.reluGrad, tf.getBackend()) === undefined) {
    const dx = tf.mul(dy, tf.step(y));
    return [dx, biased ? tf.sum(dx, leadingAxes(dx)) : dx];
  }
  const result = tf.engine().runKernel<Tensor | Tensor[]>(kernelName.reluGrad, { dy, y }, { biased });
  return [result].flat() as [Tensor, Tensor];
}

function leadingAxes(tensor: Tensor): number[] {
  return Array.from({ length: tensor.rank - 1 }, (_, axis) => axis);
}

/** Gradients of a matrix product whose batch dimensions may have been broadcast, which tfjs's own cannot take. */
function matMulGrads(tf: Tensorflow, dy: Tensor, a: Tensor, b: Tensor, attrs: NamedAttrMap): { a: Thunk; b: Thunk } {
  const { transposeA, transposeB } = attrs as unknown as { transposeA: boolean; transposeB: boolean };
  return {
    a: () => fit(tf, transposeA ? tf.matMul(b, dy, transposeB, true) : tf.matMul(dy, b, false, !transposeB), a),
    b: () => fit(tf, transposeB ? tf.matMul(dy, a, true, transposeA) : tf.matMul(a, dy, !transposeA, false), b),
  };
}

/** Gradients of (a − b)², either side broadcast, which tfjs's own cannot take. */
function squaredDifferenceGrads(tf: Tensorflow, dy: Tensor, a: Tensor, b: Tensor): { a: Thunk; b: Thunk } {
  const slope = (): Tensor => tf.mul(dy, tf.mul(2, tf.sub(a, b)));
  return { a: () => fit(tf, slope(), a), b: () => fit(tf, tf.neg(slope()), b) };
}
