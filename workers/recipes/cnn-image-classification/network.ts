import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import type { Descent } from "../../runtime/tensor/descent.js";
import { LastGradients } from "../../runtime/tensor/gradient-diagnosis.js";
import { restoredTensors, restoredVariables, savedTensors } from "../../runtime/tensor/saved.js";
import type { Diagnosis, StateTensor } from "../../runtime/trainer.js";
import { denseUnits, logits, type Variant, weightShapes } from "./model.js";

/** A batch as the network takes it: `images` [rows, size, size, 1], `mask` [rows, dense units] for dropout, if any. */
export type DigitBatch = {
  images: Float32Array;
  labels: Int32Array;
  mask: Float32Array | undefined;
};

/** What is found on a batch under the present weights: the mean cross-entropy in nats, and the class scores by row. */
export type DigitFindings = {
  loss: number;
  scores: Float32Array;
};

type Saved = Record<string, StateTensor>;

/** What the network is made of, besides its weights. */
export interface CnnShape {
  variant: Variant;
  /** Of the pictures' sides, in pixels. */
  size: number;
  classes: number;
}

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<CnnShape> = (shape) => {
  const zeros = Object.entries(weightShapes(shape.variant, shape.size, shape.classes)).map(([name, dimensions]) => {
    const values = new Float32Array(tf.util.sizeFromShape(dimensions));
    return [name, { shape: dimensions, dtype: "float32", values }] as const;
  });
  return new CnnNetwork(shape, Object.fromEntries(zeros));
};

/** The network's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class CnnNetwork implements GradientNetwork<DigitBatch, DigitFindings> {
  readonly variables: Record<string, tf.Variable>;
  private readonly last = new LastGradients();

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: CnnShape,
    tensors: Saved,
  ) {
    const { variant, size, classes } = shape;
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(variant, size, classes)));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.shape };
  }

  /** Of the batch's mean cross-entropy. */
  async gradients(batch: DigitBatch): Promise<Learning<DigitFindings>> {
    const { loss, scores, gradients } = this.differentiated(batch);
    const found = { loss: (await loss.data())[0], scores: (await scores.data()) as Float32Array };
    tf.dispose([loss, scores]);
    return { gradients, found };
  }

  /** One step down these gradients, which are kept until the next. Returns its learning rate. */
  step(gradients: tf.NamedTensorMap, descent: Descent, stepsDone: number): number {
    const rate = descent.step(this.variables, gradients, stepsDone);
    this.last.keep(gradients);
    return rate;
  }

  /** How the gradients of the last step were. */
  diagnose(): Promise<Diagnosis> {
    return this.last.diagnose();
  }

  /** Class probabilities of these pictures, row-major [rows, classes]. */
  async probabilities(images: Float32Array): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.softmax(logits(this.shape.variant, this.variables, this.tensorOf(images))));
    const values = (await judged.data()) as Float32Array;
    judged.dispose();
    return values;
  }

  /** Replaces the weights. */
  load(weights: Saved): void {
    const tensors = restoredTensors(weights, Object.keys(this.variables));
    for (const [name, tensor] of Object.entries(tensors)) this.variables[name].assign(tensor);
    tf.dispose(tensors);
  }

  weights(): Promise<Saved> {
    return savedTensors(this.variables);
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.last.dispose();
  }

  private differentiated({ images, labels, mask }: DigitBatch) {
    return tf.tidy(() => {
      const { variant, classes } = this.shape;
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), classes);
      const dropped = mask && tf.tensor2d(mask, [labels.length, denseUnits(variant)]);
      const scored: tf.Tensor2D[] = [];
      const { value: loss, grads: gradients } = tf.variableGrads(() => {
        const scores = tf.keep(logits(variant, this.variables, this.tensorOf(images), dropped));
        scored.push(scores);
        return tf.losses.softmaxCrossEntropy(truth, scores).asScalar();
      }, Object.values(this.variables));
      return { loss, gradients, scores: scored[0] };
    });
  }

  private tensorOf(images: Float32Array): tf.Tensor4D {
    const { size } = this.shape;
    return tf.tensor4d(images, [images.length / size ** 2, size, size, 1]);
  }
}
