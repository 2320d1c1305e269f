import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { StateTensor } from "../../runtime/trainer.js";

export type Variant = "small" | "catalogue";

/** Weights by name, e.g. `conv1/kernel`; the same names in checkpoints and in the trained model. */
export type QWeights = Record<string, tf.Tensor>;

/** What the network is made of, besides its weights. `frames`: how many it sees at once, the newest last. */
export interface QShape {
  variant: Variant;
  frames: number;
}

/** To stay, to go up, to go down. */
export const ACTIONS = 3;

interface Convolution {
  side: number;
  stride: number;
  filters: number;
}

interface Architecture {
  /** Of the frames' sides, in pixels. */
  size: number;
  convolutions: Convolution[];
  dense: number;
}

/**
 * Convolutions without padding, then a dense layer, all rectified, and a value for each action. `catalogue` is the network of Mnih
 * et al., "Human-level control through deep reinforcement learning", Nature 518, 2015.
 */
const architectures: Record<Variant, Architecture> = {
  small: {
    size: 28,
    convolutions: [
      { side: 4, stride: 3, filters: 16 },
      { side: 3, stride: 2, filters: 32 },
    ],
    dense: 128,
  },
  catalogue: {
    size: 84,
    convolutions: [
      { side: 8, stride: 4, filters: 32 },
      { side: 4, stride: 2, filters: 64 },
      { side: 3, stride: 1, filters: 64 },
    ],
    dense: 512,
  },
};

/** The convolutions of a variant, first one first. */
export function convolutionsOf(variant: Variant): readonly Convolution[] {
  return architectures[variant].convolutions;
}

/** Sides of the frames that a network looks at, in pixels. */
export function frameSize(variant: Variant): number {
  return architectures[variant].size;
}

interface Layer {
  name: string;
  shape: number[];
  /** Places that the kernel is laid on: one for a dense layer. */
  places: number;
}

/** All layers in the order of the way through. */
function layers({ variant, frames }: QShape): Layer[] {
  const { size, convolutions, dense } = architectures[variant];
  let [side, channels] = [size, frames];
  const convolved = convolutions.map((convolution, index): Layer => {
    const shape = [convolution.side, convolution.side, channels, convolution.filters];
    side = Math.floor((side - convolution.side) / convolution.stride) + 1;
    channels = convolution.filters;
    return { name: `conv${index + 1}`, shape, places: side ** 2 };
  });
  return [
    ...convolved,
    { name: "dense", shape: [side ** 2 * channels, dense], places: 1 },
    { name: "actions", shape: [dense, ACTIONS], places: 1 },
  ];
}

/** Shape of every weight. */
export function weightShapes(shape: QShape): Record<string, number[]> {
  const entries = layers(shape).flatMap(({ name, shape }): [string, number[]][] => [
    [`${name}/kernel`, shape],
    [`${name}/bias`, shape.slice(-1)],
  ]);
  return Object.fromEntries(entries);
}

/** Values that the dense layer takes in. */
export function denseInputs(shape: QShape): number {
  return weightShapes(shape)["dense/kernel"][0];
}

/** Floating-point operations of one stack of frames' way through the network, a multiplication with its addition counted as two. */
export function forwardFlops(shape: QShape): number {
  return layers(shape).reduce((sum, { shape, places }) => sum + 2 * places * tf.util.sizeFromShape(shape), 0);
}

/**
 * First weights: biases zero, kernels uniform within ±√(6 / fan-in), which keeps the scale of signals through rectified layers. Source:
 * He et al., "Delving deep into rectifiers", ICCV 2015.
 */
export function firstWeights(shapes: Record<string, number[]>, random: RandomStream): Record<string, StateTensor> {
  const tensors = Object.entries(shapes).map(([name, shape]): [string, StateTensor] => {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    if (name.endsWith("/kernel")) {
      const bound = Math.sqrt(6 / (values.length / shape[shape.length - 1]));
      random.fillUniform(values, -bound, bound);
    }
    return [name, { shape, dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}

/** What each action is worth, [rows, actions], where the frames are as in `stacks`, [rows, size, size, frames]. */
export function actionValues({ variant }: QShape, weights: QWeights, stacks: tf.Tensor4D): tf.Tensor2D {
  const weight = <T extends tf.Tensor>(name: string) => weights[name] as T;
  let signal = stacks;
  architectures[variant].convolutions.forEach(({ stride }, index) => {
    signal = tf.fused.conv2d({
      x: signal,
      filter: weight<tf.Tensor4D>(`conv${index + 1}/kernel`),
      bias: weight<tf.Tensor1D>(`conv${index + 1}/bias`),
      strides: stride,
      pad: "valid",
      activation: "relu",
    });
  });
  const dense = tf.fused.matMul({
    a: signal.reshape([stacks.shape[0], -1]),
    b: weight("dense/kernel"),
    bias: weight("dense/bias"),
    activation: "relu",
  });
  return tf.fused.matMul({ a: dense, b: weight("actions/kernel"), bias: weight("actions/bias") }) as tf.Tensor2D;
}
