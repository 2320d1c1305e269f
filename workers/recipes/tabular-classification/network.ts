import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { classCrossEntropy } from "../../runtime/tensor/class-cross-entropy.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { restoredVariables, zeros } from "../../runtime/tensor/saved.js";
import type { Taught } from "../../runtime/tensor/taught-losses.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { type DenseShape, logits, weightShapes } from "./model.js";

/** A batch as the network takes it: `features` [rows, features]. */
export type RowBatch = Taught & {
  features: Float32Array;
  labels: Int32Array;
  /** What each row's loss counts, 1 on average over the training part. */
  weights: Float32Array;
  /** For dropout, [rows, layers, hidden units]. */
  masks: Float32Array | undefined;
};

/** What is found on a batch under the present weights: the mean of the weighted cross-entropies in nats, and class scores by row. */
export type RowFindings = {
  loss: number;
  scores: Float32Array;
};

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<DenseShape> = (shape) => new DenseNetwork(shape, zeros(weightShapes(shape)));

/** The network's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class DenseNetwork implements GradientNetwork<RowBatch, RowFindings> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: DenseShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.shape };
  }

  /** Of the batch's mean loss. */
  gradients({ features, labels, weights, masks, ...taught }: RowBatch): Promise<Learning<RowFindings>> {
    const { layers, hiddenUnits } = this.shape;
    return differentiated(this.variables, () => {
      const dropped = masks && tf.unstack(tf.tensor3d(masks, [labels.length, layers, hiddenUnits]), 1);
      const scores = logits(layers, this.variables, this.tensorOf(features), dropped as tf.Tensor2D[] | undefined);
      return { loss: classCrossEntropy(scores, labels, weights, taught), scores };
    });
  }

  /** Class probabilities of rows of features, row-major [rows, classes]. */
  async probabilities(features: Float32Array): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.softmax(logits(this.shape.layers, this.variables, this.tensorOf(features))));
    const values = (await judged.data()) as Float32Array;
    judged.dispose();
    return values;
  }

  private tensorOf(features: Float32Array): tf.Tensor2D {
    return tf.tensor2d(features, [features.length / this.shape.features, this.shape.features]);
  }
}
