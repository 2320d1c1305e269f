import * as tf from "@tensorflow/tfjs";
import type { TransformerTranslationParameters } from "../../../src/domains/training/recipes/transformer-translation.spec.js";
import { InputFault, type OpenPredictor } from "../../runtime/predictor.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import type { TranslationData } from "./data.js";
import { type TranslationShape, weightShapes } from "./model.js";
import { translate } from "./translate.js";
import { type Cut, Vocabulary } from "./vocabulary.js";

/** What a prediction needs beside the weights. Plain JSON. */
interface TranslationPreparation {
  shape: TranslationShape;
  /** Tokens that are read of a sentence at most. */
  longest: number;
  source: { tokens: readonly string[]; cut: Cut };
  target: { tokens: readonly string[]; cut: Cut };
}

/** What a trainer leaves for `openPredictor`. */
export function translationPreparation(
  { source, target }: Pick<TranslationData, "source" | "target">,
  shape: TranslationShape,
  longest: number,
): TranslationPreparation {
  const kept = ({ tokens, cut }: Vocabulary) => ({ tokens, cut });
  return { shape, longest, source: kept(source), target: kept(target) };
}

/** Has a trained network translate sentences, searched for as on the test part. */
export const openPredictor: OpenPredictor<TransformerTranslationParameters> = async (model) => {
  const { shape, longest, ...preparation } = model.preparation as unknown as TranslationPreparation;
  const { beam, lengthPenalty } = model.parameters;
  const source = new Vocabulary(preparation.source.tokens, preparation.source.cut);
  const target = new Vocabulary(preparation.target.tokens, preparation.target.cut);
  const variables = restoredTensors(model.weights, Object.keys(weightShapes(shape)));
  return {
    async predict({ texts }) {
      const sentences = texts!.map((text, at) => {
        const tokens = source.encode(text.trim());
        if (tokens.length < 1 || tokens.length > longest)
          throw new InputFault(`texts.${at}`, `must have 1 to ${longest} tokens, not ${tokens.length}.`);
        return tokens;
      });
      const found = await translate({ settings: { shape }, variables }, sentences, { beam, lengthPenalty });
      return found.map(({ tokens, score }) => ({
        __typename: "TextPrediction",
        text: target.decode(tokens).trim(),
        score: score / (tokens.length + 1),
      }));
    },
    dispose: () => tf.dispose(variables),
  };
};
