import * as tf from "@tensorflow/tfjs";
import type { GraphBatch } from "./data.js";

/** A batch of graphs on the tensor backend. The caller disposes. */
export type PlacedGraphs = ReturnType<typeof placed>;

/** Brings a batch to the backend; `typeCount` is the number of the nodes' types. */
export function placed(batch: GraphBatch, typeCount: number) {
  const { types, sources, targets, scales, graphOf, sizes } = batch;
  return tf.tidy(() => ({
    /** Which type each node is, as 0 and 1: [nodes, types]. */
    features: tf.oneHot(tf.tensor1d(types, "int32"), typeCount).toFloat() as tf.Tensor2D,
    sources: tf.tensor1d(sources, "int32"),
    targets: tf.tensor1d(targets, "int32"),
    scales: tf.tensor2d(scales, [scales.length, 1]),
    graphOf: tf.tensor1d(graphOf, "int32"),
    /** One part in so many nodes, [graphs, 1]. */
    shares: tf.tensor2d(
      Float32Array.from(sizes, (size) => 1 / size),
      [sizes.length, 1],
    ),
  }));
}

/**
 * What every node takes in from itself and its neighbours: D^-½ (A + I) D^-½ · signal, [nodes, channels] to the same, where A
 * says who is a neighbour and D counts them and the node itself. The matrix is never written out, and being symmetric it is
 * its own transpose: gradients travel as signals do.
 *
 * Source: Kipf and Welling, "Semi-supervised classification with graph convolutional networks", ICLR 2017, equation 2.
 */
export function propagated(signal: tf.Tensor2D, graphs: PlacedGraphs): tf.Tensor2D {
  const { sources, targets, scales } = graphs;
  const spread = (signal: tf.Tensor): tf.Tensor =>
    tf.tidy(() => {
      const scaled = signal.mul(scales);
      if (sources.size === 0) return scaled.mul(scales);
      return tf.unsortedSegmentSum(tf.gather(scaled, sources), targets, scales.shape[0]).add(scaled).mul(scales);
    });
  return linear(spread, spread)(signal) as tf.Tensor2D;
}

/** Mean of each graph's nodes, [nodes, channels] to [graphs, channels]. */
export function meanOfNodes(signal: tf.Tensor2D, { graphOf, shares }: PlacedGraphs): tf.Tensor2D {
  const pooled = (signal: tf.Tensor): tf.Tensor =>
    tf.tidy(() => tf.unsortedSegmentSum(signal, graphOf, shares.shape[0]).mul(shares));
  const handedBack = (gradient: tf.Tensor): tf.Tensor => tf.tidy(() => tf.gather(gradient.mul(shares), graphOf));
  return linear(pooled, handedBack)(signal) as tf.Tensor2D;
}

/** A linear map with its transpose as the gradient's way back. */
function linear(map: (signal: tf.Tensor) => tf.Tensor, transposed: (gradient: tf.Tensor) => tf.Tensor) {
  return tf.customGrad((signal) => ({ value: map(signal as tf.Tensor), gradFunc: transposed }));
}
