import * as tf from "@tensorflow/tfjs";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import { leakyRelu } from "../../runtime/tensor/layers/leaky-relu.js";
import { type Shapes, weightOf, type Weights } from "../../runtime/tensor/layers/weights.js";

/** What both networks are made of, besides their weights. */
export interface GanShape {
  variant: "dense" | "convolutional";
  /** Of the pictures' sides, in pixels: a multiple of 4 for the convolutional variant. */
  size: number;
  /** Numbers that a picture is made of. */
  latent: number;
  /** Classes that both networks are told; 0 where they are told none. */
  classes: number;
  /** Units of the dense variant's hidden layers. */
  units: number;
  /** Channels of the convolutional variant's smallest pictures; the larger ones have half as many. */
  filters: number;
  /** Slope of the leaky relu below zero, in the discriminator. */
  slope: number;
}

/** Multipliers of the discriminator's hidden activations, one for each of its hidden layers, [rows, …] each: dropout while it learns. */
export type DropoutMasks = readonly tf.Tensor[];

/** What the discriminator adds to its score for each class. */
const OF_CLASSES = "discriminator/classes/kernel";
const KERNEL = 4;
const STRIDE = 2;

/** Shape of every weight of the generator. Transposed convolutions have filters [height, width, channels out, channels in]. */
export function generatorShapes({ variant, size, latent, classes, units, filters }: GanShape): Shapes {
  if (variant === "dense")
    return {
      ...denseShapes("generator/dense1", latent + classes, units),
      ...denseShapes("generator/dense2", units, units),
      ...denseShapes("generator/picture", units, size ** 2),
    };
  return {
    ...denseShapes("generator/dense", latent + classes, (size / 4) ** 2 * filters),
    "generator/enlarge/kernel": [KERNEL, KERNEL, filters / 2, filters],
    "generator/enlarge/bias": [filters / 2],
    "generator/picture/kernel": [KERNEL, KERNEL, 1, filters / 2],
    "generator/picture/bias": [1],
  };
}

/** Shape of every weight of the discriminator. */
export function discriminatorShapes({ variant, size, classes, units, filters }: GanShape): Shapes {
  const signals = variant === "dense" ? units : smallest(size) ** 2 * 2 * filters;
  const scores: Shapes = {
    ...denseShapes("discriminator/score", signals, 1),
    ...(classes > 0 ? { [OF_CLASSES]: [signals, classes] } : {}),
  };
  if (variant === "dense")
    return {
      ...denseShapes("discriminator/dense1", size ** 2, units),
      ...denseShapes("discriminator/dense2", units, units),
      ...scores,
    };
  return {
    "discriminator/conv1/kernel": [KERNEL, KERNEL, 1, filters / 2],
    "discriminator/conv1/bias": [filters / 2],
    "discriminator/conv2/kernel": [KERNEL, KERNEL, filters / 2, filters],
    "discriminator/conv2/bias": [filters],
    "discriminator/conv3/kernel": [KERNEL, KERNEL, filters, 2 * filters],
    "discriminator/conv3/bias": [2 * filters],
    ...scores,
  };
}

/** Shape of the discriminator's hidden layers for one picture: what dropout silences. */
export function hiddenShapes({ variant, size, units, filters }: GanShape): number[][] {
  if (variant === "dense") return [[units], [units]];
  return [
    [size / 2, size / 2, filters / 2],
    [size / 4, size / 4, filters],
    [smallest(size), smallest(size), 2 * filters],
  ];
}

/** Side of the pictures that the discriminator scores: 28 pixels become 14, 7 and 4. */
function smallest(size: number): number {
  return Math.ceil(size / 8);
}

/** Floating-point operations of making one picture, a multiplication with its addition counted as two. */
export function generatorFlops({ variant, size, latent, classes, units, filters }: GanShape): number {
  const inputs = latent + classes;
  if (variant === "dense") return denseFlops(inputs, units) + denseFlops(units, units) + denseFlops(units, size ** 2);
  // Each pixel of a picture twice as large comes from a quarter of the filter.
  const taps = KERNEL ** 2 / STRIDE ** 2;
  const enlarging = taps * (filters ** 2 / 2) * (size / 2) ** 2;
  return denseFlops(inputs, (size / 4) ** 2 * filters) + 2 * (enlarging + taps * (filters / 2) * size ** 2);
}

/** The same of scoring one picture. */
export function discriminatorFlops({ variant, size, units, filters }: GanShape): number {
  if (variant === "dense") return denseFlops(size ** 2, units) + denseFlops(units, units) + denseFlops(units, 1);
  const last = smallest(size) ** 2 * 2 * filters;
  const places = (filters / 2) * (size / 2) ** 2 + (filters ** 2 / 2) * (size / 4) ** 2 + filters * last;
  return 2 * (KERNEL ** 2 * places + last);
}

/**
 * Pictures [rows, size, size, 1] with brightness from −1 (black) to 1, of [rows, latent + classes]: latent numbers, and where there are
 * classes a 1 for the one to make and 0 for the others.
 */
export function generated(shape: GanShape, weights: Weights, latent: tf.Tensor2D): tf.Tensor4D {
  const { variant, size, filters } = shape;
  const [rows] = latent.shape;
  if (variant === "dense") {
    const hidden = ["dense1", "dense2"].reduce(
      (signal, layer) => dense(weights, `generator/${layer}`, signal, "relu"),
      latent,
    );
    return tf.tanh(dense(weights, "generator/picture", hidden)).reshape([rows, size, size, 1]);
  }
  const small = dense(weights, "generator/dense", latent, "relu").reshape<tf.Tensor4D>([
    rows,
    size / 4,
    size / 4,
    filters,
  ]);
  const enlarged = tf.relu(enlargedBy(weights, "generator/enlarge", small));
  return tf.tanh(enlargedBy(weights, "generator/picture", enlarged));
}

/**
 * The discriminator's scores, [rows, 1], of pictures [rows, size, size, 1]: the higher, the more it takes them for real. Where there are
 * classes it takes them for real ones of these, [rows, classes], a 1 for each picture's: what it sees in a picture is weighed by the class.
 * Source: Miyato and Koyama, "cGANs with projection discriminator", ICLR 2018.
 */
export function scored(
  shape: GanShape,
  weights: Weights,
  pictures: tf.Tensor4D,
  { masks = [], classes }: { masks?: DropoutMasks; classes?: tf.Tensor2D } = {},
): tf.Tensor2D {
  const [rows] = pictures.shape;
  const activated = (signal: tf.Tensor, layer: number) => {
    const rectified = leakyRelu(signal, shape.slope);
    return masks.length > 0 ? tf.mul(rectified, masks[layer]) : rectified;
  };
  let signal: tf.Tensor = pictures;
  if (shape.variant === "dense") {
    signal = pictures.reshape([rows, -1]);
    ["dense1", "dense2"].forEach((layer, index) => {
      signal = activated(dense(weights, `discriminator/${layer}`, signal as tf.Tensor2D), index);
    });
  } else {
    ["conv1", "conv2", "conv3"].forEach((layer, index) => {
      const name = `discriminator/${layer}`;
      const filter = weightOf<tf.Tensor4D>(weights, `${name}/kernel`);
      const bias = weightOf(weights, `${name}/bias`);
      const convolved = tf.fused.conv2d({ x: signal as tf.Tensor4D, filter, bias, strides: STRIDE, pad: "same" });
      signal = activated(convolved, index);
    });
  }
  const seen = signal.reshape<tf.Tensor2D>([rows, -1]);
  const score = dense(weights, "discriminator/score", seen);
  if (!classes) return score;
  return tf.add(score, tf.sum(tf.mul(tf.matMul(seen, weightOf<tf.Tensor2D>(weights, OF_CLASSES)), classes), 1, true));
}

/** Twice as wide and as high, by a transposed convolution. */
function enlargedBy(weights: Weights, name: string, x: tf.Tensor4D): tf.Tensor4D {
  const filter = weightOf<tf.Tensor4D>(weights, `${name}/kernel`);
  const [rows, height, width] = x.shape;
  const shape: [number, number, number, number] = [rows, height * STRIDE, width * STRIDE, filter.shape[2]];
  return tf.conv2dTranspose(x, filter, shape, STRIDE, "same").add(weightOf(weights, `${name}/bias`));
}
