import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { StateTensor } from "../../runtime/trainer.js";

/** Weights by name, e.g. `encode1/kernel`; the same names in checkpoints and in the trained model. */
export type AutoencoderWeights = Record<string, tf.Tensor>;

/** What the network is made of, besides its weights. */
export interface AutoencoderShape {
  /** Of the pictures' sides, in pixels. */
  size: number;
  features: number;
  filters: number;
  depth: number;
}

const KERNEL = 3;

/** Sides of the picture after none, one, … `depth` halvings, rounded up: 28, 14, 7, 4. */
export function sides({ size, depth }: AutoencoderShape): number[] {
  return Array.from({ length: depth + 1 }, (_, halvings) => Math.ceil(size / 2 ** halvings));
}

/**
 * Every 3×3 convolution in the order of the way through: its name, channels in and out, and the side at which it works. The encoder's
 * are halved after each, the decoder's come after each doubling; the last one draws the picture.
 */
function convolutions(shape: AutoencoderShape): { name: string; inputs: number; outputs: number; side: number }[] {
  const { filters, depth } = shape;
  const at = sides(shape);
  const encoder = at.slice(0, depth).map((side, index) => {
    return { name: `encode${index + 1}`, inputs: index === 0 ? 1 : filters, outputs: filters, side };
  });
  const decoder = encoder.map((_, index) => {
    const last = index === depth - 1;
    return {
      name: last ? "picture" : `decode${index + 1}`,
      inputs: filters,
      outputs: last ? 1 : filters,
      side: at[depth - 1 - index],
    };
  });
  return [...encoder, ...decoder];
}

/** Shape of every weight. */
export function weightShapes(shape: AutoencoderShape): Record<string, number[]> {
  const { features, filters, depth } = shape;
  const shapes: Record<string, number[]> = {};
  for (const { name, inputs, outputs } of convolutions(shape)) {
    shapes[`${name}/kernel`] = [KERNEL, KERNEL, inputs, outputs];
    shapes[`${name}/bias`] = [outputs];
  }
  const smallest = sides(shape)[depth] ** 2 * filters;
  shapes["code/kernel"] = [smallest, features];
  shapes["code/bias"] = [features];
  shapes["expand/kernel"] = [features, smallest];
  shapes["expand/bias"] = [smallest];
  return shapes;
}

/** Floating-point operations of one picture's way to its features and back, a multiplication with its addition counted as two. */
export function forwardFlops(shape: AutoencoderShape): number {
  const convolved = convolutions(shape).reduce((sum, { inputs, outputs, side }) => {
    return sum + 2 * KERNEL ** 2 * inputs * outputs * side ** 2;
  }, 0);
  return convolved + 4 * sides(shape)[shape.depth] ** 2 * shape.filters * shape.features;
}

/**
 * First weights: biases zero, kernels uniform within ±√(6 / (fan-in + fan-out)). Source: Glorot and Bengio, "Understanding the
 * difficulty of training deep feedforward neural networks", AISTATS 2010.
 */
export function firstWeights(shapes: Record<string, number[]>, random: RandomStream): Record<string, StateTensor> {
  const tensors = Object.entries(shapes).map(([name, shape]): [string, StateTensor] => {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    if (shape.length > 1) {
      const [inputs, outputs] = shape.slice(-2) as [number, number];
      const bound = Math.sqrt(6 / ((values.length / (inputs * outputs)) * (inputs + outputs)));
      random.fillUniform(values, -bound, bound);
    }
    return [name, { shape, dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}

/** Codes, [batch, features], of pictures [batch, size, size, 1]: linear in the last layer, so that they may have any sign and size. */
export function encode({ depth }: AutoencoderShape, weights: AutoencoderWeights, pictures: tf.Tensor4D): tf.Tensor2D {
  let signal = pictures;
  for (let layer = 1; layer <= depth; layer++)
    signal = tf.maxPool(convolved(weights, `encode${layer}`, signal, "relu"), 2, 2, "same");
  return tf.fused.matMul({
    a: signal.reshape([pictures.shape[0], -1]),
    b: weights["code/kernel"],
    bias: weights["code/bias"],
  }) as tf.Tensor2D;
}

/**
 * Logits of the pixels' brightness, [batch, size, size, 1], of codes [batch, features]; their sigmoid is the picture. Enlarging repeats each
 * pixel in both directions; what goes beyond the side that the encoder had there is cut off.
 */
export function decode(shape: AutoencoderShape, weights: AutoencoderWeights, codes: tf.Tensor2D): tf.Tensor4D {
  const { filters, depth } = shape;
  const [batch] = codes.shape;
  const at = sides(shape);
  const expanded = tf.fused.matMul({
    a: codes,
    b: weights["expand/kernel"],
    bias: weights["expand/bias"],
    activation: "relu",
  });
  let signal = expanded.reshape<tf.Tensor4D>([batch, at[depth], at[depth], filters]);
  for (let layer = 1; layer <= depth; layer++) {
    const [from, to] = [at[depth + 1 - layer], at[depth - layer]];
    const doubled = tf.image.resizeNearestNeighbor(signal, [2 * from, 2 * from]);
    const cut = 2 * from === to ? doubled : doubled.slice([0, 0, 0, 0], [batch, to, to, filters]);
    signal = layer < depth ? convolved(weights, `decode${layer}`, cut, "relu") : convolved(weights, "picture", cut);
  }
  return signal;
}

/** Mean over the pixels of the cross-entropy, in nats, between brightness and the sigmoid of logits: softplus(x) − x · brightness. */
export function crossEntropy(logits: tf.Tensor4D, pictures: tf.Tensor4D): tf.Scalar {
  return tf.softplus(logits).sub(logits.mul(pictures)).mean();
}

function convolved(weights: AutoencoderWeights, name: string, x: tf.Tensor4D, activation?: "relu"): tf.Tensor4D {
  return tf.fused.conv2d({
    x,
    filter: weights[`${name}/kernel`] as tf.Tensor4D,
    bias: weights[`${name}/bias`],
    strides: 1,
    pad: "same",
    activation,
  });
}
