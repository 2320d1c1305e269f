import type { LstmTextParameters } from "../../../src/domains/training/recipes/lstm-text-classifier.spec.js";
import type { OpenTrainer } from "../../runtime/trainer.js";
import { openTextClassifier } from "../text-classification/open.js";
import { lstmTextModel } from "./model.js";
import { module } from "./network.js";

const marked = {
  en: "The darker a word, the surer of its answer the network was after reading it",
  zh: "颜色越深，表示读到该词时网络对答案越有把握",
};

/** Opens the recipe on built-in texts or the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<LstmTextParameters> = (context) =>
  openTextClassifier(context, ({ vocabulary, classes }) => {
    const { embedding, hidden, pooling, dropout } = context.parameters;
    const shape = { vocabulary: vocabulary.size, classes: classes.length, embedding, hidden, pooling, dropout };
    return { model: lstmTextModel, shape, module, marked };
  });
