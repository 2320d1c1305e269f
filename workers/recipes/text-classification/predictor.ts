import * as tf from "@tensorflow/tfjs";
import { tokensOf, Vocabulary } from "../../datasets/tokens.js";
import { classPredictions } from "../../inference/class-predictions.js";
import type { OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { type EncodedTexts, idsOf } from "./data.js";
import type { TextModel, TextShape } from "./model.js";
import { padded } from "./network.js";

/** What a prediction needs beside the weights. Plain JSON. */
export interface TextPreparation<S extends TextShape> extends Record<string, unknown> {
  shape: S;
  /** Without padding and the unknown word. */
  words: string[];
  classes: string[];
  maxLength: number;
}

/** What a trainer leaves for `textPredictor`. */
export function textPreparation<S extends TextShape>(
  { vocabulary, classes, maxLength }: Pick<EncodedTexts, "vocabulary" | "classes" | "maxLength">,
  shape: S,
): TextPreparation<S> {
  return { shape, words: [...vocabulary.known], classes: [...classes], maxLength };
}

/** Asks trained text classifiers of this model about texts, which are read as the training part was. */
export function textPredictor<S extends TextShape>(model: TextModel<S>): OpenPredictor<unknown> {
  return async (saved) => {
    const { shape, words, classes, maxLength } = saved.preparation as TextPreparation<S>;
    const vocabulary = new Vocabulary(words);
    const weights = restoredTensors(saved.weights, Object.keys(model.shapes(shape)));
    return {
      async predict({ texts }) {
        const ids = texts!.map((text) => vocabulary.encode(tokensOf(text).slice(0, maxLength)));
        const all = idsOf({ ids }, Int32Array.from(ids.keys()));
        const judged = tf.tidy(() => tf.softmax(model.read(shape, weights, padded(all, ids.length)).scores));
        const probabilities = (await judged.data()) as Float32Array;
        judged.dispose();
        return classPredictions(classes, probabilities);
      },
      dispose: () => tf.dispose(weights),
    };
  };
}
