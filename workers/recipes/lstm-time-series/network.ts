import * as tf from "@tensorflow/tfjs";
import type { Descent } from "../../runtime/tensor/descent.js";
import { LastGradients } from "../../runtime/tensor/gradient-diagnosis.js";
import { restoredTensors, restoredVariables, savedTensors } from "../../runtime/tensor/saved.js";
import type { Diagnosis, StateTensor } from "../../runtime/trainer.js";
import { FEATURES } from "./data.js";
import { forecast, type LstmShape, weightShapes } from "./model.js";

/** `inputs` [window, rows, FEATURES], `targets` [rows], `masks` [layers, rows, hidden] for dropout, if any. */
export interface WindowBatch {
  inputs: Float32Array;
  targets: Float32Array;
  masks: Float32Array | undefined;
}

/** The LSTM's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class LstmNetwork {
  readonly variables: Record<string, tf.Variable>;
  private readonly last = new LastGradients();

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: LstmShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** One step down the gradients of the batch's mean squared error, which it returns with the step's rate. */
  async step(batch: WindowBatch, descent: Descent, stepsDone: number): Promise<{ loss: number; rate: number }> {
    const { value, grads } = tf.tidy(() => tf.variableGrads(() => this.loss(batch), Object.values(this.variables)));
    const rate = descent.step(this.variables, grads, stepsDone);
    this.last.keep(grads);
    const [loss] = await value.data();
    value.dispose();
    return { loss, rate };
  }

  /** Forecasts, standardised, of so many windows. */
  async forecast(inputs: Float32Array, rows: number): Promise<Float32Array> {
    const outputs = tf.tidy(() => forecast(this.shape, this.variables, windowsOf(inputs, rows)));
    const values = (await outputs.data()) as Float32Array;
    outputs.dispose();
    return values;
  }

  /** How the gradients of the last step were. */
  async diagnose(): Promise<Diagnosis> {
    const { gradientNorms } = await this.last.diagnose();
    return { gradientNorms };
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

  private loss({ inputs, targets, masks }: WindowBatch): tf.Scalar {
    const { hidden, layers } = this.shape;
    const rows = targets.length;
    const dropped = masks && (tf.unstack(tf.tensor3d(masks, [layers, rows, hidden])) as tf.Tensor2D[]);
    const outputs = forecast(this.shape, this.variables, windowsOf(inputs, rows), dropped);
    return outputs.sub(tf.tensor1d(targets)).square().mean().asScalar();
  }
}

function windowsOf(inputs: Float32Array, rows: number): tf.Tensor3D {
  return tf.tensor3d(inputs, [inputs.length / (rows * FEATURES), rows, FEATURES]);
}
