import type { TransformerTextParameters } from "../../../src/domains/training/recipes/transformer-text-classification.spec.js";
import type { OpenTrainer } from "../../runtime/trainer.js";
import { openTextClassifier } from "../text-classification/open.js";
import { transformerTextModel } from "./model.js";
import { module } from "./network.js";

const marked = {
  en: "The darker a word, the more the others look at it in the last block; the darkest of each text gets most",
  zh: "颜色越深，表示最后一层中其他词对它的关注越多；每篇文本以最受关注的词为最深",
};

/** Opens the recipe on built-in texts or the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<TransformerTextParameters> = (context) =>
  openTextClassifier(context, ({ vocabulary, classes }, parameters) => {
    const { heads, headWidth, layers, inner, dropout } = parameters;
    const words = { vocabulary: vocabulary.size, classes: classes.length };
    const shape = { ...words, width: heads * headWidth, heads, layers, inner, dropout };
    return { model: transformerTextModel, shape, module, marked };
  });
