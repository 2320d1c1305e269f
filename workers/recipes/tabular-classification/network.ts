import * as tf from "@tensorflow/tfjs";
import type { Descent } from "../../runtime/tensor/descent.js";
import { LastGradients } from "../../runtime/tensor/gradient-diagnosis.js";
import { restoredTensors, restoredVariables, savedTensors } from "../../runtime/tensor/saved.js";
import type { Diagnosis, StateTensor } from "../../runtime/trainer.js";
import { type DenseShape, logits, weightShapes } from "./model.js";

/** A batch as the network takes it: `features` [rows, features]. */
export interface RowBatch {
  features: Float32Array;
  labels: Int32Array;
  /** What each row's loss counts, 1 for all when not given. */
  weights?: Float32Array;
  /** For dropout, [rows, hidden units] for each hidden layer. */
  masks?: Float32Array[];
}

/** What a step found before it moved: the mean of the weighted cross-entropies in nats, class scores by row, and its rate. */
export interface RowFindings {
  loss: number;
  scores: Float32Array;
  rate: number;
}

/** The network's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class DenseNetwork {
  private readonly variables: Record<string, tf.Variable>;
  private readonly last = new LastGradients();

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: DenseShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** One step down the gradients of the batch's mean loss. */
  async learn(batch: RowBatch, descent: Descent, stepsDone: number): Promise<RowFindings> {
    const { loss, scores, gradients } = this.differentiated(batch);
    const rate = descent.step(this.variables, gradients, stepsDone);
    this.last.keep(gradients);
    const found = { loss: (await loss.data())[0], scores: (await scores.data()) as Float32Array, rate };
    tf.dispose([loss, scores]);
    return found;
  }

  /** How the gradients of the last step were. */
  diagnose(): Promise<Diagnosis> {
    return this.last.diagnose();
  }

  /** Class probabilities of rows of features, row-major [rows, classes]. */
  async probabilities(features: Float32Array): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.softmax(logits(this.shape.layers, this.variables, this.tensorOf(features))));
    const values = (await judged.data()) as Float32Array;
    judged.dispose();
    return values;
  }

  /** Replaces the weights. */
  load(weights: Record<string, StateTensor>): void {
    const tensors = restoredTensors(weights, Object.keys(this.variables));
    for (const [name, tensor] of Object.entries(tensors)) this.variables[name].assign(tensor);
    tf.dispose(tensors);
  }

  weights(): Promise<Record<string, StateTensor>> {
    return savedTensors(this.variables);
  }

  dispose(): void {
    tf.dispose(this.variables);
    this.last.dispose();
  }

  private differentiated({ features, labels, weights, masks }: RowBatch) {
    return tf.tidy(() => {
      const { layers, hiddenUnits, classes } = this.shape;
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), classes);
      const counts = weights && tf.tensor1d(weights);
      const dropped = masks?.map((mask) => tf.tensor2d(mask, [labels.length, hiddenUnits]));
      const scored: tf.Tensor2D[] = [];
      const { value: loss, grads: gradients } = tf.variableGrads(() => {
        const scores = tf.keep(logits(layers, this.variables, this.tensorOf(features), dropped));
        scored.push(scores);
        return tf.losses.softmaxCrossEntropy(truth, scores, counts).asScalar();
      }, Object.values(this.variables));
      return { loss, gradients, scores: scored[0] };
    });
  }

  private tensorOf(features: Float32Array): tf.Tensor2D {
    return tf.tensor2d(features, [features.length / this.shape.features, this.shape.features]);
  }
}
