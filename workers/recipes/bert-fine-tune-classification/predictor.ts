import { type BertPreparation, inParts, SavedBert } from "../../bert/saved-bert.js";
import { single } from "../../bert/tokens.js";
import { classPredictions } from "../../inference/class-predictions.js";
import type { OpenPredictor } from "../../runtime/predictor.js";
import { probabilities } from "./network.js";

/** What a prediction needs beside the weights. */
export interface ClassifierPreparation extends BertPreparation {
  classes: string[];
  maxLength: number;
}

/** Asks a fine-tuned BERT about texts, which are cut into pieces and cut off as in training. */
export const openPredictor: OpenPredictor<unknown> = async (model) => {
  const { classes, maxLength } = model.preparation as ClassifierPreparation;
  const bert = new SavedBert(model);
  const { config, tokenizer, weights } = bert;
  return {
    async predict({ texts }) {
      const inputs = texts!.map((text) => single(tokenizer.pieces(text), tokenizer.special, maxLength));
      bert.admit(inputs, "texts");
      const all = new Float32Array(inputs.length * classes.length);
      await inParts(inputs, tokenizer, async (tokens, from) =>
        all.set(await probabilities(config, weights, tokens), from * classes.length),
      );
      return classPredictions(classes, all);
    },
    dispose: () => bert.dispose(),
  };
};
