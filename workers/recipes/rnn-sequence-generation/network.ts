import * as tf from "@tensorflow/tfjs";
import type { GradientNetwork, Learning, OpenReplica, ReplicaSource } from "../../runtime/parallel/network.js";
import { smoothedCrossEntropy } from "../../runtime/tensor/layers/cross-entropy.js";
import { Dropout } from "../../runtime/tensor/layers/dropout.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { restoredVariables, zeros } from "../../runtime/tensor/saved.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { scoresAfter, weightShapes, type WriterShape } from "./model.js";

/** Windows of tokens, [rows, length + 1]: each token but the last foretells the one after it. */
export type WindowBatch = {
  windows: Int32Array;
  /** For dropout, one for each row. */
  seeds: Int32Array | undefined;
};

/** The mean cross-entropy a token, in nats. */
export type WriterFindings = { loss: number };

/** A network's shape, and how it is trained. */
export interface WriterSettings {
  shape: WriterShape;
  /** Tokens that a window foretells. */
  window: number;
  dropout: number;
}

/** For threads beside the one that trains; see `DataParallel`. */
export const openReplica: OpenReplica<WriterSettings> = (settings) =>
  new WriterNetwork(settings, zeros(weightShapes(settings.shape)));

/** An LSTM that foretells tokens, on the tensor backend. One at a time in a thread: variables own their names. */
export class WriterNetwork implements GradientNetwork<WindowBatch, WriterFindings> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. */
  constructor(
    readonly settings: WriterSettings,
    tensors: Record<string, StateTensor>,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(weightShapes(settings.shape)));
  }

  /** Where other threads find a network like this one. */
  get replica(): ReplicaSource {
    return { module: import.meta.url, parameters: this.settings };
  }

  /** Of the batch's mean cross-entropy a token. */
  gradients({ windows, seeds }: WindowBatch): Promise<Learning<WriterFindings>> {
    const { window, dropout } = this.settings;
    const silenced = seeds && new Dropout(seeds, dropout);
    return differentiated(this.variables, () => ({
      loss: this.losses(windows, window + 1, silenced)
        .mean()
        .asScalar(),
    }));
  }

  /** −ln(probability) of each token but the first of windows of that length, [rows, length − 1]. */
  async lossesOf(windows: Int32Array, length: number): Promise<Float32Array> {
    const rows = windows.length / length;
    const losses = tf.tidy(() =>
      this.losses(windows, length)
        .reshape([length - 1, rows])
        .transpose(),
    );
    const values = (await losses.data()) as Float32Array;
    losses.dispose();
    return values;
  }

  /** Time first, [length − 1 · rows]. */
  private losses(windows: Int32Array, length: number, dropout?: Dropout): tf.Tensor1D {
    const rows = windows.length / length;
    const byTime = tf.tensor2d(windows, [rows, length], "int32").transpose<tf.Tensor2D>();
    const given = byTime.slice<tf.Tensor2D>([0, 0], [length - 1, rows]);
    const next = byTime.slice([1, 0], [length - 1, rows]).reshape<tf.Tensor1D>([-1]);
    return smoothedCrossEntropy(scoresAfter(this.settings.shape, this.variables, given, dropout), next, 0);
  }
}
