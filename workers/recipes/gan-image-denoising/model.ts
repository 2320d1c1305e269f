import * as tf from "@tensorflow/tfjs";
import { leakyRelu } from "../../runtime/tensor/layers/leaky-relu.js";
import { type Shapes, weightOf, type Weights } from "../../runtime/tensor/layers/weights.js";

/** What both networks are made of, besides their weights. */
export interface DenoisingShape {
  /** Of the pictures' sides, in pixels: a multiple of 4. */
  size: number;
  /** Channels at full size; pictures of half the size have twice as many. */
  filters: number;
  /** Slope of the leaky relu below zero, in the discriminator. */
  slope: number;
}

/** Kernels that keep a picture's size, and those that halve or double it. */
const [KEEPING, STRIDED, STRIDE] = [3, 4, 2];

/** One convolution: its kernel's side, channels in and out, and the side of the picture that it makes. */
interface Layer {
  kernel: number;
  inputs: number;
  outputs: number;
  side: number;
}

function generatorLayers({ size, filters }: DenoisingShape): Record<string, Layer> {
  const wide = 2 * filters;
  const half = size / STRIDE;
  return {
    "generator/first": { kernel: KEEPING, inputs: 1, outputs: filters, side: size },
    "generator/halve": { kernel: STRIDED, inputs: filters, outputs: wide, side: half },
    "generator/middle": { kernel: KEEPING, inputs: wide, outputs: wide, side: half },
    "generator/double": { kernel: STRIDED, inputs: wide, outputs: filters, side: size },
    "generator/picture": { kernel: KEEPING, inputs: wide, outputs: 1, side: size },
  };
}

function discriminatorLayers({ size, filters }: DenoisingShape): Record<string, Layer> {
  return {
    "discriminator/conv1": { kernel: STRIDED, inputs: 2, outputs: filters, side: size / 2 },
    "discriminator/conv2": { kernel: STRIDED, inputs: filters, outputs: 2 * filters, side: size / 4 },
    "discriminator/score": { kernel: KEEPING, inputs: 2 * filters, outputs: 1, side: size / 4 },
  };
}

/** Shape of every weight of the generator. The transposed convolution's filter is [height, width, channels out, channels in]. */
export function generatorShapes(shape: DenoisingShape): Shapes {
  return shapesOf(generatorLayers(shape));
}

/** Shape of every weight of the discriminator. */
export function discriminatorShapes(shape: DenoisingShape): Shapes {
  return shapesOf(discriminatorLayers(shape));
}

/** Floating-point operations of one picture's way through each network, a multiplication with its addition counted as two. */
export function forwardFlops(shape: DenoisingShape): { generator: number; discriminator: number } {
  const flops = (layers: Record<string, Layer>) =>
    Object.entries(layers).reduce((sum, [name, { kernel, inputs, outputs, side }]) => {
      // Of a transposed convolution each pixel takes a quarter of the kernel.
      const taps = name === "generator/double" ? kernel ** 2 / STRIDE ** 2 : kernel ** 2;
      return sum + 2 * taps * inputs * outputs * side ** 2;
    }, 0);
  return { generator: flops(generatorLayers(shape)), discriminator: flops(discriminatorLayers(shape)) };
}

/**
 * Clean pictures of spoilt ones, [rows, size, size, 1], black about 0 and white about 1: convolutions at full and at half size say what is to
 * be added to each pixel (Zhang et al., "Beyond a Gaussian denoiser", IEEE Transactions on Image Processing 26(7), 2017). What was seen at
 * full size is laid beside what comes back from half size, as in a U-Net (Ronneberger, Fischer and Brox, MICCAI 2015) of one step.
 */
export function restored(shape: DenoisingShape, weights: Weights, spoilt: tf.Tensor4D): tf.Tensor4D {
  const { size, filters } = shape;
  const [rows] = spoilt.shape;
  const first = convolved(weights, "generator/first", spoilt, 1, "relu");
  const halved = convolved(weights, "generator/halve", first, STRIDE, "relu");
  const middle = convolved(weights, "generator/middle", halved, 1, "relu");
  const kernel = weightOf<tf.Tensor4D>(weights, "generator/double/kernel");
  const doubled = tf.conv2dTranspose(middle, kernel, [rows, size, size, filters], STRIDE, "same");
  const biased = tf.relu(tf.add<tf.Tensor4D>(doubled, weightOf(weights, "generator/double/bias")));
  return tf.add(spoilt, convolved(weights, "generator/picture", tf.concat([first, biased], 3), 1));
}

/**
 * Scores, [rows, size / 4, size / 4, 1], of pictures beside the spoilt ones that they were made of: each judges a patch of the picture, the
 * higher the more it takes it for the truth. Source: Isola, Zhu, Zhou and Efros, "Image-to-image translation with conditional
 * adversarial networks", CVPR 2017.
 */
export function scored(
  shape: DenoisingShape,
  weights: Weights,
  spoilt: tf.Tensor4D,
  pictures: tf.Tensor4D,
): tf.Tensor4D {
  const both = tf.concat([spoilt, pictures], 3);
  const first = leakyRelu(convolved(weights, "discriminator/conv1", both, STRIDE), shape.slope);
  const second = leakyRelu(convolved(weights, "discriminator/conv2", first, STRIDE), shape.slope);
  return convolved(weights, "discriminator/score", second, 1);
}

/** Mean distance of pictures from the truth, a pixel: absolute (l1) or squared (l2). */
export function distance(kind: "l1" | "l2", truth: tf.Tensor4D, pictures: tf.Tensor4D): tf.Scalar {
  return tf.mean(kind === "l1" ? tf.abs(tf.sub(truth, pictures)) : tf.squaredDifference(truth, pictures));
}

function shapesOf(layers: Record<string, Layer>): Shapes {
  const shapes: Shapes = {};
  for (const [name, { kernel, inputs, outputs }] of Object.entries(layers)) {
    const channels = name === "generator/double" ? [outputs, inputs] : [inputs, outputs];
    shapes[`${name}/kernel`] = [kernel, kernel, ...channels];
    shapes[`${name}/bias`] = [outputs];
  }
  return shapes;
}

function convolved(weights: Weights, name: string, x: tf.Tensor4D, strides: number, activation?: "relu"): tf.Tensor4D {
  const filter = weightOf<tf.Tensor4D>(weights, `${name}/kernel`);
  return tf.fused.conv2d<tf.Tensor4D>({
    x,
    filter,
    bias: weightOf(weights, `${name}/bias`),
    strides,
    pad: "same",
    activation,
  });
}
