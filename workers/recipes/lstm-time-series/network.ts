import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { restoredVariables, zeros } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { FEATURES } from "./data.js";
import { forecast, type LstmShape, weightShapes } from "./model.js";

/** `inputs` [rows, window, FEATURES], `targets` [rows], `masks` [rows, layers, hidden] for dropout, if any. */
export type WindowBatch = {
  inputs: Float32Array;
  targets: Float32Array;
  masks: Float32Array | undefined;
};

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<LstmShape> = (shape) => new LstmNetwork(shape, zeros(weightShapes(shape)));

/** The LSTM's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class LstmNetwork implements GradientNetwork<WindowBatch, { loss: number }> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. */
  constructor(
    private readonly shape: LstmShape,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(shape)));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.shape };
  }

  /** Of the batch's mean squared error. */
  gradients({ inputs, targets, masks }: WindowBatch): Promise<Learning<{ loss: number }>> {
    const { hidden, layers } = this.shape;
    const rows = targets.length;
    return differentiated(this.variables, () => {
      const dropped = masks && (tf.unstack(tf.tensor3d(masks, [rows, layers, hidden]), 1) as tf.Tensor2D[]);
      const outputs = forecast(this.shape, this.variables, windowsOf(inputs, rows), dropped);
      return { loss: outputs.sub(tf.tensor1d(targets)).square().mean().asScalar() };
    });
  }

  /** Forecasts, standardised, of so many windows. */
  async forecast(inputs: Float32Array, rows: number): Promise<Float32Array> {
    const outputs = tf.tidy(() => forecast(this.shape, this.variables, windowsOf(inputs, rows)));
    const values = (await outputs.data()) as Float32Array;
    outputs.dispose();
    return values;
  }
}

/** Time first, so that a time step's inputs are one block. */
function windowsOf(inputs: Float32Array, rows: number): tf.Tensor3D {
  return tf.tensor3d(inputs, [rows, inputs.length / (rows * FEATURES), FEATURES]).transpose([1, 0, 2]);
}
