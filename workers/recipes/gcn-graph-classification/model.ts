import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { meanOfNodes, type PlacedGraphs, propagated } from "./propagation.js";

/** Weights by name, e.g. `conv1/kernel`; the same names in checkpoints and in the trained model. */
export type GcnWeights = Record<string, tf.Tensor>;

/** What the network is made of, besides its weights. */
export interface GcnShape {
  /** Channels of the first convolution; the second has twice as many. */
  width: number;
  /** Types that a node can be of. */
  types: number;
  classes: number;
}

/** Channels of the second convolution, which dropout silences. */
export function nodeChannels({ width }: GcnShape): number {
  return 2 * width;
}

/** Shape of every weight. */
export function weightShapes(shape: GcnShape): Record<string, [number, number] | [number]> {
  const { width, types, classes } = shape;
  const channels = nodeChannels(shape);
  return {
    "conv1/kernel": [types, width],
    "conv1/bias": [width],
    "conv2/kernel": [width, channels],
    "conv2/bias": [channels],
    "classes/kernel": [channels, classes],
    "classes/bias": [classes],
  };
}

/**
 * Floating-point operations of a graph's way through the network, a multiplication with its addition counted as two: for every
 * node and every end of an edge 2 · channels of what is propagated, 2 · inputs · outputs for each node of a convolution.
 */
export function forwardFlops(shape: GcnShape, nodes: number, edges: number): number {
  const { width, types, classes } = shape;
  const channels = nodeChannels(shape);
  const propagation = 2 * (nodes + 2 * edges) * (types + width);
  return propagation + 2 * nodes * (types * width + width * channels) + 2 * channels * classes;
}

/**
 * First weights: biases zero, kernels uniform within ±√(6 / (fan-in + fan-out)). Source: Glorot and Bengio, "Understanding the
 * difficulty of training deep feedforward neural networks", AISTATS 2010.
 */
export function firstWeights(shape: GcnShape, random: RandomStream): Record<string, StateTensor> {
  const tensors = Object.entries(weightShapes(shape)).map(([name, [inputs, outputs]]): [string, StateTensor] => {
    if (outputs === undefined) return [name, { shape: [inputs], dtype: "float32", values: new Float32Array(inputs) }];
    const bound = Math.sqrt(6 / (inputs + outputs));
    const values = random.fillUniform(new Float32Array(inputs * outputs), -bound, bound);
    return [name, { shape: [inputs, outputs], dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}

/**
 * Logarithms of the class probabilities, [graphs, classes]: two convolutions with relu, the mean over each graph's nodes, a
 * dense layer. `mask`, [nodes, channels of the second convolution], multiplies that one's activations: dropout while training.
 *
 * Neighbours are gathered before the channels are mixed, which is the same and cheaper: there are fewer channels before.
 */
export function logProbabilities(weights: GcnWeights, graphs: PlacedGraphs, mask?: tf.Tensor2D): tf.Tensor2D {
  const convolution = (name: string, signal: tf.Tensor2D) =>
    tf.fused.matMul({
      a: propagated(signal, graphs),
      b: weights[`${name}/kernel`],
      bias: weights[`${name}/bias`],
      activation: "relu",
    }) as tf.Tensor2D;
  const nodes = convolution("conv2", convolution("conv1", graphs.features));
  const pooled = meanOfNodes(mask ? nodes.mul(mask) : nodes, graphs);
  const scores = tf.fused.matMul({ a: pooled, b: weights["classes/kernel"], bias: weights["classes/bias"] });
  return tf.logSoftmax(scores) as tf.Tensor2D;
}
