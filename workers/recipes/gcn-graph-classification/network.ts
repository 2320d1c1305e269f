import * as tf from "@tensorflow/tfjs";
import type { Descent } from "../../runtime/tensor/descent.js";
import { LastGradients } from "../../runtime/tensor/gradient-diagnosis.js";
import { restoredTensors, restoredVariables, savedTensors } from "../../runtime/tensor/saved.js";
import type { Diagnosis, StateTensor } from "../../runtime/trainer.js";
import type { GraphBatch } from "./data.js";
import { type GcnShape, logProbabilities, nodeChannels, weightShapes } from "./model.js";
import { placed } from "./propagation.js";

/** What a step found: the mean cross-entropy in nats, class probabilities by graph, and the rate that it went by. */
export interface Learnt {
  loss: number;
  probabilities: Float32Array;
  rate: number;
}

/** The network's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class GcnNetwork {
  private readonly variables: Record<string, tf.Variable>;
  private readonly last = new LastGradients();

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: GcnShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** One step down the gradients of the batch's mean cross-entropy; `mask`, [nodes, channels], is dropout's. */
  async learn(batch: GraphBatch, labels: Int32Array, mask: Float32Array | undefined, by: Stepping): Promise<Learnt> {
    const { loss, probabilities, gradients } = this.differentiated(batch, labels, mask);
    const rate = by.descent.step(this.variables, gradients, by.stepsDone);
    this.last.keep(gradients);
    const learnt = { loss: (await loss.data())[0], probabilities: (await probabilities.data()) as Float32Array, rate };
    tf.dispose([loss, probabilities]);
    return learnt;
  }

  /** How the gradients of the last step were. */
  diagnose(): Promise<Diagnosis> {
    return this.last.diagnose();
  }

  /** Class probabilities of these graphs, row-major [graphs, classes]. */
  async probabilities(batch: GraphBatch): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.exp(logProbabilities(this.variables, placed(batch, this.shape.types))));
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

  private differentiated(batch: GraphBatch, labels: Int32Array, mask: Float32Array | undefined) {
    return tf.tidy(() => {
      const graphs = placed(batch, this.shape.types);
      const truth = tf.oneHot(tf.tensor1d(labels, "int32"), this.shape.classes);
      const dropped = mask && tf.tensor2d(mask, [batch.types.length, nodeChannels(this.shape)]);
      const logs: tf.Tensor[] = [];
      const { value: loss, grads: gradients } = tf.variableGrads(() => {
        logs.push(tf.keep(logProbabilities(this.variables, graphs, dropped)));
        return tf.neg(logs[0].mul(truth).sum(1).mean()).asScalar();
      }, Object.values(this.variables));
      const probabilities = tf.exp(logs[0]);
      logs[0].dispose();
      return { loss, gradients, probabilities };
    });
  }
}

/** How a step is taken, and the steps before it. */
export interface Stepping {
  descent: Descent;
  stepsDone: number;
}
