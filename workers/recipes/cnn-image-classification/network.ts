import * as tf from "@tensorflow/tfjs";
import { Adam } from "../../runtime/tensor/adam.js";
import { restoredTensors, restoredVariables, savedTensors } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { denseUnits, logits, type Variant } from "./model.js";

/** A batch as the network takes it: `images` [rows, size, size, 1], `mask` [rows, dense units] for dropout, if any. */
export interface Batch {
  images: Float32Array;
  labels: Int32Array;
  mask?: Float32Array;
}

/** What an update found before it changed the weights: the mean cross-entropy in nats, and the class scores by row. */
export interface Learnt {
  loss: number;
  scores: Float32Array;
}

type Saved = Record<string, StateTensor>;

/** The network's weights and Adam's moments on the tensor backend. One at a time in a process: variables own their names. */
export class CnnNetwork {
  private readonly variables: Record<string, tf.Variable>;
  private readonly adam = new Adam();

  /** Takes the weights of these shapes from `tensors`. */
  constructor(
    private readonly variant: Variant,
    private readonly size: number,
    private readonly classes: number,
    shapes: Record<string, number[]>,
    tensors: Saved,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(shapes));
  }

  /** Lets Adam go on where it was saved, after so many updates. */
  restoreAdam(saved: Saved, updates: number): void {
    const slots = Object.keys(this.variables).flatMap((name) => [`${name}/m`, `${name}/v`]);
    const tensors = restoredTensors(saved, slots);
    this.adam.restore(tensors, updates);
    tf.dispose(tensors);
  }

  /** One step of Adam down the batch's mean cross-entropy. */
  async learn(batch: Batch, learningRate: number): Promise<Learnt> {
    const { loss, scores, gradients } = this.gradientsOf(batch);
    this.adam.learningRate = learningRate;
    this.adam.applyGradients(gradients);
    const learnt = { loss: (await loss.data())[0], scores: (await scores.data()) as Float32Array };
    tf.dispose([loss, scores, gradients]);
    return learnt;
  }

  /** Class probabilities of these pictures, row-major [rows, classes]. */
  async probabilities(images: Float32Array): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.softmax(logits(this.variant, this.variables, this.tensorOf(images))));
    const values = (await judged.data()) as Float32Array;
    judged.dispose();
    return values;
  }

  weights(): Promise<Saved> {
    return savedTensors(this.variables);
  }

  /** Adam's moments, as `<weight>/m` and `<weight>/v`. */
  moments(): Promise<Saved> {
    return savedTensors(this.adam.slots());
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.adam.dispose();
  }

  private gradientsOf({ images, labels, mask }: Batch) {
    return tf.tidy(() => {
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), this.classes);
      const dropped = mask && tf.tensor2d(mask, [labels.length, denseUnits(this.variant)]);
      const scored: tf.Tensor2D[] = [];
      const { value: loss, grads: gradients } = tf.variableGrads(() => {
        const scores = tf.keep(logits(this.variant, this.variables, this.tensorOf(images), dropped));
        scored.push(scores);
        return tf.losses.softmaxCrossEntropy(truth, scores).asScalar();
      }, Object.values(this.variables));
      return { loss, gradients, scores: scored[0] };
    });
  }

  private tensorOf(images: Float32Array): tf.Tensor4D {
    return tf.tensor4d(images, [images.length / this.size ** 2, this.size, this.size, 1]);
  }
}
