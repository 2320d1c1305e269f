import * as tf from "@tensorflow/tfjs";
import type { CnnParameters } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { StateTensor } from "../../runtime/trainer.js";

export type Variant = CnnParameters["variant"];

/** Weights by name, e.g. `conv1/kernel`; the same names in checkpoints and in the trained model. */
export type CnnWeights = Record<string, tf.Tensor>;

/** 3×3 convolutions without padding, relu after each; `pooled` halves the picture (2×2 maximum). */
const architectures: Record<Variant, { convolutions: { filters: number; pooled: boolean }[]; dense: number }> = {
  standard: {
    convolutions: [
      { filters: 32, pooled: true },
      { filters: 64, pooled: true },
    ],
    dense: 128,
  },
  deep: {
    convolutions: [
      { filters: 32, pooled: true },
      { filters: 64, pooled: true },
      { filters: 64, pooled: false },
    ],
    dense: 64,
  },
};

/** Side of every convolution's kernel. */
export const KERNEL = 3;

/** The convolutions of a variant, first one first. */
export function convolutionsOf(variant: Variant): readonly { filters: number; pooled: boolean }[] {
  return architectures[variant].convolutions;
}

/** Units of the dense layer, which dropout silences. */
export function denseUnits(variant: Variant): number {
  return architectures[variant].dense;
}

/** What the network is made of, besides its weights. */
export interface CnnShape {
  variant: Variant;
  /** Of the pictures' sides, in pixels. */
  size: number;
  /** Values of a pixel. */
  channels: number;
  classes: number;
}

/** Shape of every weight. */
export function weightShapes({ variant, size, channels, classes }: CnnShape): Record<string, number[]> {
  const { convolutions, dense } = architectures[variant];
  const shapes: Record<string, number[]> = {};
  convolutions.forEach(({ filters, pooled }, index) => {
    shapes[`conv${index + 1}/kernel`] = [KERNEL, KERNEL, channels, filters];
    shapes[`conv${index + 1}/bias`] = [filters];
    channels = filters;
    size -= KERNEL - 1;
    if (pooled) size = Math.floor(size / 2);
  });
  shapes["dense/kernel"] = [size * size * channels, dense];
  shapes["dense/bias"] = [dense];
  shapes["classes/kernel"] = [dense, classes];
  shapes["classes/bias"] = [classes];
  return shapes;
}

/**
 * Floating-point operations of one picture's way through the network, a multiplication with its addition counted as two:
 * 2 · 9 · channels · filters for each place of a convolution, 2 · inputs · units for a dense layer.
 */
export function forwardFlops({ variant, size, channels, classes }: CnnShape): number {
  const { convolutions, dense } = architectures[variant];
  let flops = 0;
  for (const { filters, pooled } of convolutions) {
    size -= KERNEL - 1;
    flops += 2 * KERNEL ** 2 * channels * filters * size ** 2;
    channels = filters;
    if (pooled) size = Math.floor(size / 2);
  }
  return flops + 2 * size ** 2 * channels * dense + 2 * dense * classes;
}

/**
 * First weights: biases zero, kernels uniform within ±√(6 / (fan-in + fan-out)), which keeps the scale of signals and of
 * gradients through the layers. Source: Glorot and Bengio, "Understanding the difficulty of training deep feedforward neural
 * networks", AISTATS 2010.
 */
export function firstWeights(shapes: Record<string, number[]>, random: RandomStream): Record<string, StateTensor> {
  const tensors = Object.entries(shapes).map(([name, shape]): [string, StateTensor] => {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    if (name.endsWith("/kernel")) {
      const [inputs, outputs] = shape.slice(-2) as [number, number];
      const places = values.length / (inputs * outputs);
      const bound = Math.sqrt(6 / (places * (inputs + outputs)));
      random.fillUniform(values, -bound, bound);
    }
    return [name, { shape, dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}

/** Activations of the dense layer, [batch, dense units], of pictures [batch, size, size, channels]: what the classes are told apart by. */
export function features(variant: Variant, weights: CnnWeights, images: tf.Tensor4D): tf.Tensor2D {
  const weight = <T extends tf.Tensor>(name: string) => weights[name] as T;
  let signal = images;
  architectures[variant].convolutions.forEach(({ pooled }, index) => {
    signal = tf.fused.conv2d({
      x: signal,
      filter: weight<tf.Tensor4D>(`conv${index + 1}/kernel`),
      bias: weight<tf.Tensor1D>(`conv${index + 1}/bias`),
      strides: 1,
      pad: "valid",
      activation: "relu",
    });
    if (pooled) signal = tf.maxPool(signal, 2, 2, "valid");
  });
  return tf.fused.matMul({
    a: signal.reshape([images.shape[0], -1]),
    b: weight("dense/kernel"),
    bias: weight("dense/bias"),
    activation: "relu",
  }) as tf.Tensor2D;
}

/** Class scores before the softmax, [batch, classes], of features [batch, dense units]. */
export function classScores(weights: CnnWeights, seen: tf.Tensor2D): tf.Tensor2D {
  return tf.fused.matMul({ a: seen, b: weights["classes/kernel"], bias: weights["classes/bias"] }) as tf.Tensor2D;
}

/**
 * Class scores before the softmax, [batch, classes], of pictures [batch, size, size, channels]. `mask`, [batch, dense units],
 * multiplies the dense layer's activations: dropout while training.
 */
export function logits(variant: Variant, weights: CnnWeights, images: tf.Tensor4D, mask?: tf.Tensor2D): tf.Tensor2D {
  const seen = features(variant, weights, images);
  return classScores(weights, mask ? tf.mul(seen, mask) : seen);
}
