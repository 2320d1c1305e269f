import type { NamedAttrMap, NamedTensorMap, Tensor, Tensor4D } from "@tensorflow/tfjs";
import type { Tensorflow } from "../tensorflow.js";
import { activationGrad, convolutionGrads } from "./gradients.js";

type FusedConv2d = Tensorflow["fused"]["conv2d"];
type FusedMatMul = Tensorflow["fused"]["matMul"];

/**
 * While a gradient is being taped, tfjs takes `fused.conv2d` and `fused.matMul` with a relu apart again: product, bias and relu
 * pass over memory one by one, forwards and backwards, and the linear values are kept. Here they stay one kernel with a
 * registered gradient. Layers call these ops, so models built of them gain without knowing. Anything else goes to tfjs's ops.
 */
export function keepFused(tf: Tensorflow): void {
  registerFusedGradients(tf);
  const ops = tf.fused as { conv2d: FusedConv2d; matMul: FusedMatMul };
  const stock = { ...ops };
  const taping = (): boolean => tf.engine().state.gradientDepth > 0 && tf.getBackend() === "wasm";
  const isTensor = (value: unknown, rank: number): value is Tensor => value instanceof tf.Tensor && value.rank === rank;

  ops.conv2d = ((options: Parameters<FusedConv2d>[0]) => {
    const { x, filter, bias, strides, pad, dataFormat = "NHWC", dilations = [1, 1], dimRoundingMode } = options;
    const activation = options.activation ?? "linear";
    const suits =
      taping() &&
      (activation === "relu" || activation === "linear") &&
      dataFormat === "NHWC" &&
      isTensor(x, 4) &&
      isTensor(filter, 4) &&
      x.shape[3] === filter.shape[2] &&
      biasSuits(tf, bias, filter.shape[3]);
    if (!suits) return stock.conv2d(options);
    const attrs = { strides, pad, dataFormat, dilations, dimRoundingMode, activation } as unknown as NamedAttrMap;
    return tf.engine().runKernel("FusedConv2D", present({ x, filter, bias }), attrs);
  }) as FusedConv2d;

  ops.matMul = (options) => {
    const { a, b, bias, transposeA = false, transposeB = false } = options;
    const activation = options.activation ?? "linear";
    const suits =
      taping() &&
      (activation === "relu" || activation === "linear") &&
      !transposeA &&
      !transposeB &&
      isTensor(a, 2) &&
      isTensor(b, 2) &&
      a.shape[1] === b.shape[0] &&
      biasSuits(tf, bias, b.shape[1]);
    if (!suits) return stock.matMul(options);
    const attrs = { transposeA, transposeB, activation } as unknown as NamedAttrMap;
    return tf.engine().runKernel("_FusedMatMul", present({ a, b, bias }), attrs);
  };
}

function biasSuits(tf: Tensorflow, bias: unknown, columns: number | undefined): bias is Tensor | undefined {
  return bias === undefined || bias === null || (bias instanceof tf.Tensor && bias.rank === 1 && bias.size === columns);
}

function present(inputs: Record<string, unknown>): NamedTensorMap {
  return Object.fromEntries(
    Object.entries(inputs).filter(([, tensor]) => tensor !== undefined && tensor !== null),
  ) as NamedTensorMap;
}

function registerFusedGradients(tf: Tensorflow): void {
  tf.registerGradient({
    kernelName: "FusedConv2D",
    inputsToSave: ["x", "filter"],
    outputsToSave: [true],
    gradFunc: (dy, [x, filter, y], attrs) => {
      const { dx, bias } = activationGrad(tf, dy as Tensor, y, attrs);
      return { ...convolutionGrads(tf, dx, x as Tensor4D, filter as Tensor4D, attrs), bias };
    },
  });
  tf.registerGradient({
    kernelName: "_FusedMatMul",
    inputsToSave: ["a", "b"],
    outputsToSave: [true],
    gradFunc: (dy, [a, b, y], attrs) => {
      const { dx, bias } = activationGrad(tf, dy as Tensor, y, attrs);
      return {
        a: () => tf.matMul(dx, b, false, true),
        b: () => tf.matMul(a, dx, true, false),
        bias,
      };
    },
  });
}
