import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../src/kernel/random.js";
import { dense, denseFlops, denseShapes } from "../../runtime/tensor/layers/dense.js";
import { embedding, embeddingShapes } from "../../runtime/tensor/layers/embedding.js";
import { firstLstmWeights, lstm, lstmFlops, lstmShapes } from "../../runtime/tensor/layers/lstm.js";
import { reversed } from "../../runtime/tensor/layers/reversal.js";
import { firstWeights, type Shapes } from "../../runtime/tensor/layers/weights.js";
import type { StateTensor } from "../../runtime/trainer.js";
import type { Reading, TextModel, TextShape } from "../text-classification/model.js";
import { chosenMarks, runningMean, sureMarks } from "./marks.js";
import { pooled, type Pooling } from "./pooling.js";

/** Whether a text is read from its beginning alone, or from its end as well, by an LSTM of its own. */
export type Direction = "forwards" | "both";

export interface LstmTextShape extends TextShape {
  /** Numbers that a word becomes. */
  embedding: number;
  /** Of each direction. */
  hidden: number;
  direction: Direction;
  pooling: Pooling;
}

const TABLE_DEVIATION = 0.1;

/** The LSTMs by the names of their weights. */
export function readersOf({ direction }: Pick<LstmTextShape, "direction">): string[] {
  return direction === "both" ? ["lstm", "backwards"] : ["lstm"];
}

/** Embedding → an LSTM, or one in each direction → scores of the classes. The room after a text's end has no part in their states. */
export const lstmTextModel: TextModel<LstmTextShape> = {
  shapes({ vocabulary, embedding, hidden, classes, ...shape }) {
    const readers = readersOf(shape);
    const lstms = readers.map((reader) => lstmShapes(reader, embedding, hidden));
    return {
      ...embeddingShapes("words", vocabulary, embedding),
      ...(Object.assign({}, ...lstms) as Shapes),
      ...denseShapes("classes", hidden * readers.length, classes),
    };
  },

  firstWeights({ vocabulary, embedding, hidden, classes, ...shape }, random: RandomStream) {
    const readers = readersOf(shape);
    const table = firstWeights(embeddingShapes("words", vocabulary, embedding), random, { table: TABLE_DEVIATION });
    const lstms = readers.map((reader) => firstLstmWeights(reader, embedding, hidden, random));
    const scores = firstWeights(denseShapes("classes", hidden * readers.length, classes), random);
    return Object.assign({}, table, ...lstms, scores) as Record<string, StateTensor>;
  },

  flops: ({ embedding, hidden, classes, ...shape }, length) => {
    const readers = readersOf(shape).length;
    return readers * length * lstmFlops(embedding, hidden) + denseFlops(readers * hidden, classes);
  },

  read({ pooling, ...shape }, weights, texts, dropout): Reading {
    const words = embedding(weights, "words", texts.ids);
    const inputs = (dropout?.apply(words) ?? words).transpose<tf.Tensor3D>([1, 0, 2]);
    // Of the one that reads backwards, in its own order: its last state is that of the first word.
    const states = readersOf(shape).map((reader, at) =>
      lstm(weights, reader, at === 0 ? inputs : reversed(inputs, texts.lengths)),
    );
    const summary = tf.concat(states.map((own) => pooled(pooling, own, texts)), 1); // prettier-ignore
    const scores = dense(weights, "classes", dropout?.apply(summary) ?? summary);
    const score = (of: tf.Tensor3D) => dense(weights, "classes", of);
    const sure = () => sureMarks(pooling === "last" ? states : states.map(runningMean), { texts, scores, score });
    return { scores, marks: () => (pooling === "max" ? chosenMarks(states, texts) : sure()) };
  },
};
