import type { AttentionTextParameters } from "../../../src/domains/training/recipes/attention-text-classifier.spec.js";
import type { OpenTrainer } from "../../runtime/trainer.js";
import { openTextClassifier } from "../text-classification/open.js";
import { attentionTextModel } from "./model.js";
import { module } from "./network.js";

const marked = {
  en: "The darker a word, the more attention it gets; the darkest of each text gets most",
  zh: "颜色越深，表示该词得到的注意力越多；每篇文本以最受关注的词为最深",
};

/** Opens the recipe on built-in texts or the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<AttentionTextParameters> = (context) =>
  openTextClassifier(context, ({ vocabulary, classes }, parameters) => {
    const { embedding, hidden, attention, dropout } = parameters;
    const shape = { vocabulary: vocabulary.size, classes: classes.length, embedding, hidden, attention, dropout };
    return { model: attentionTextModel, shape, module, marked };
  });
