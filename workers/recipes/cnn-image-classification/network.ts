import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { classCrossEntropy } from "../../runtime/tensor/class-cross-entropy.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { restoredVariables, zeros } from "../../runtime/tensor/saved.js";
import type { Taught } from "../../runtime/tensor/taught-losses.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { type CnnShape, denseUnits, logits, weightShapes } from "./model.js";

/** A batch as the network takes it: `images` [rows, size, size, channels], `mask` [rows, dense units] for dropout, if any. */
export type DigitBatch = Taught & {
  images: Float32Array;
  labels: Int32Array;
  mask: Float32Array | undefined;
  /** What each picture's loss counts; 1 where there are none. */
  weights?: Float32Array;
};

/** What is found on a batch under the present weights: the mean of the weighted cross-entropies in nats, and the class scores by row. */
export type DigitFindings = {
  loss: number;
  scores: Float32Array;
};

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<CnnShape> = (shape) => new CnnNetwork(shape, zeros(weightShapes(shape)));

/** The network's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class CnnNetwork implements GradientNetwork<DigitBatch, DigitFindings> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: CnnShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(tensors));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.shape };
  }

  /** Of the batch's mean cross-entropy. */
  gradients({ images, labels, mask, weights, ...taught }: DigitBatch): Promise<Learning<DigitFindings>> {
    const { variant } = this.shape;
    return differentiated(this.variables, () => {
      const dropped = mask && tf.tensor2d(mask, [labels.length, denseUnits(variant)]);
      const scores = logits(variant, this.variables, this.tensorOf(images), dropped);
      return { loss: classCrossEntropy(scores, labels, weights, taught), scores };
    });
  }

  /** Gradients of the cross-entropies with respect to the pictures themselves, [rows, size, size, channels]. */
  async imageGradients(images: Float32Array, labels: Int32Array): Promise<Float32Array> {
    const gradient = tf.tidy(() => {
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), this.shape.classes);
      const loss = (shown: tf.Tensor) =>
        tf.losses
          .softmaxCrossEntropy(truth, logits(this.shape.variant, this.variables, shown as tf.Tensor4D))
          .asScalar();
      return tf.grad(loss)(this.tensorOf(images));
    });
    const values = (await gradient.data()) as Float32Array;
    gradient.dispose();
    return values;
  }

  /** Class probabilities of these pictures, row-major [rows, classes]. */
  async probabilities(images: Float32Array): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.softmax(logits(this.shape.variant, this.variables, this.tensorOf(images))));
    const values = (await judged.data()) as Float32Array;
    judged.dispose();
    return values;
  }

  private tensorOf(images: Float32Array): tf.Tensor4D {
    const { size, channels } = this.shape;
    return tf.tensor4d(images, [images.length / (size ** 2 * channels), size, size, channels]);
  }
}
