import * as tf from "@tensorflow/tfjs";
import { PADDING } from "../../datasets/tokens.js";
import type { GradientNetwork, Learning, ReplicaSource } from "../../runtime/parallel/network.js";
import { classCrossEntropy } from "../../runtime/tensor/class-cross-entropy.js";
import { differentiated } from "../../runtime/tensor/differentiated.js";
import { Dropout } from "../../runtime/tensor/layers/dropout.js";
import { restoredVariables } from "../../runtime/tensor/saved.js";
import type { Taught } from "../../runtime/tensor/taught-losses.js";
import type { StateTensor } from "../../runtime/trainer.js";
import type { PaddedTexts, TextModel, TextShape } from "./model.js";

/** A batch as the network takes it: `ids` [rows, length], padded at the end. */
export type TextBatch = Taught & {
  ids: Int32Array;
  labels: Int32Array;
  /** What each text's loss counts, 1 on average over the training part. */
  weights: Float32Array;
  /** For dropout, one for each row. */
  seeds: Int32Array | undefined;
};

/** What is found on a batch under the present weights: the mean of the weighted cross-entropies in nats, and class scores by row. */
export type TextFindings = {
  loss: number;
  scores: Float32Array;
};

/** What a network says of texts: class probabilities, [rows, classes], and marks of their tokens, [rows, length]. */
export interface MarkedTexts {
  probabilities: Float32Array;
  marks: Float32Array;
}

/** A text classifier's weights on the tensor backend. One at a time in a thread: variables own their names. */
export class TextNetwork<S extends TextShape> implements GradientNetwork<TextBatch, TextFindings> {
  readonly variables: Record<string, tf.Variable>;

  /** Takes the weights from `tensors`. `module` exports an `openReplica` that opens a network like this one. */
  constructor(
    private readonly model: TextModel<S>,
    readonly shape: S,
    tensors: Record<string, StateTensor>,
    private readonly module: string,
  ) {
    this.variables = restoredVariables(tensors, Object.keys(model.shapes(shape)));
  }

  get replica(): ReplicaSource {
    return { module: this.module, parameters: this.shape };
  }

  flops(length: number): number {
    return this.model.flops(this.shape, length);
  }

  /** Of the batch's mean loss. */
  gradients({ ids, labels, weights, seeds, ...taught }: TextBatch): Promise<Learning<TextFindings>> {
    return differentiated(this.variables, () => {
      const dropout = seeds && new Dropout(seeds, this.shape.dropout);
      const { scores } = this.model.read(this.shape, this.variables, padded(ids, labels.length), dropout);
      return { loss: classCrossEntropy(scores, labels, weights, taught), scores };
    });
  }

  /** Class probabilities of so many texts, row-major [rows, classes]. */
  async probabilities(ids: Int32Array, rows: number): Promise<Float32Array> {
    const judged = tf.tidy(() => tf.softmax(this.read(ids, rows).scores));
    const values = (await judged.data()) as Float32Array;
    judged.dispose();
    return values;
  }

  /** The same, and what a picture marks. */
  async marked(ids: Int32Array, rows: number): Promise<MarkedTexts> {
    const [judged, marks] = tf.tidy(() => {
      const reading = this.read(ids, rows);
      return [tf.softmax(reading.scores), reading.marks()];
    });
    const values = { probabilities: await judged.data(), marks: await marks.data() };
    tf.dispose([judged, marks]);
    return values as MarkedTexts;
  }

  private read(ids: Int32Array, rows: number) {
    return this.model.read(this.shape, this.variables, padded(ids, rows));
  }
}

/** Texts in numbers, row-major [rows, length], as a network reads them. */
export function padded(ids: Int32Array, rows: number): PaddedTexts {
  const length = ids.length / rows;
  const mask = Float32Array.from(ids, (id) => (id === PADDING ? 0 : 1));
  const lengths = Int32Array.from({ length: rows }, (_, row) =>
    mask.subarray(row * length, (row + 1) * length).reduce((sum, there) => sum + there, 0),
  );
  return { ids: tf.tensor2d(ids, [rows, length], "int32"), mask: tf.tensor2d(mask, [rows, length]), lengths };
}
