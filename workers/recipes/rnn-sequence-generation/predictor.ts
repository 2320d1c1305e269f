import * as tf from "@tensorflow/tfjs";
import type { RnnSequenceGenerationParameters } from "../../../src/domains/training/recipes/rnn-sequence-generation.spec.js";
import type { TextPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { InputFault, type OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { type TokenSequence, UNKNOWN, written } from "./data.js";
import { weightShapes } from "./model.js";
import { continued } from "./sampling.js";

/** What a prediction needs beside the weights: what each token looks like, and what stands between two. Plain JSON. */
export type WriterPreparation = Pick<TokenSequence, "alphabet" | "separator">;

/** Has a trained network write beginnings on. Characters that it does not know are unknown to it; of a series, all must be known. */
export const openPredictor: OpenPredictor<RnnSequenceGenerationParameters> = async (model) => {
  const preparation = model.preparation as unknown as WriterPreparation;
  const { alphabet, separator } = preparation;
  const { embedding, hidden, layers, ...usual } = model.parameters;
  const shape = { tokens: alphabet.length, embedding, hidden, layers };
  const variables = restoredTensors(model.weights, Object.keys(weightShapes(shape)));
  const numbers = new Map(alphabet.map((token, number) => [token, number]));
  const read = (text: string, at: number): Int32Array => {
    const tokens = separator === "" ? [...text] : text.trim().split(/\s+/u);
    const unknown = tokens.find((token) => !numbers.has(token));
    if (separator !== "" && unknown !== undefined)
      throw new InputFault(`beginnings.texts.${at}`, `“${unknown}” is none of ${alphabet.slice(1).join(", ")}.`);
    return Int32Array.from(tokens, (token) => numbers.get(token) ?? UNKNOWN);
  };
  return {
    async predict({ beginnings }) {
      const { texts, length, seed, temperature, topK, topP } = beginnings!;
      const sampling = {
        temperature: temperature ?? usual.temperature,
        topK: topK ?? usual.topK,
        topP: topP ?? usual.topP,
      };
      const predictions: TextPrediction[] = [];
      for (const beginning of texts.map(read)) {
        const dice = new RandomStreams(seed).stream("writing");
        const [{ tokens, logProbability }] = await continued(
          { settings: { shape }, variables },
          [beginning],
          length,
          sampling,
          dice,
        );
        predictions.push({
          __typename: "TextPrediction",
          text: written(preparation, tokens),
          score: logProbability / length,
        });
      }
      return predictions;
    },
    dispose: () => tf.dispose(variables),
  };
};
