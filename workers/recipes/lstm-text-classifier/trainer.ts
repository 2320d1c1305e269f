import type { LstmTextParameters } from "../../../src/domains/training/recipes/lstm-text-classifier.spec.js";
import type { OpenTrainer } from "../../runtime/trainer.js";
import { openTextClassifier } from "../text-classification/open.js";
import { lstmTextModel } from "./model.js";
import { module } from "./network.js";

const sure = {
  en: "The darker a word, the surer of its answer the network was after reading it",
  zh: "颜色越深，表示读到该词时网络对答案越有把握",
};
const chosen = {
  en: "The darker a word, the more units of the network have their largest value there, which is what they answer by",
  zh: "颜色越深，表示网络中越多的单元在该词处取得最大值，并以此作为判断依据",
};

/** Opens the recipe on built-in texts or the users' own. Refuses a checkpoint of another run (CHECKPOINT_MISMATCH). */
export const open: OpenTrainer<LstmTextParameters> = (context) =>
  openTextClassifier(context, ({ vocabulary, classes }, parameters) => {
    const { embedding, hidden, direction, pooling, dropout } = parameters;
    const words = { vocabulary: vocabulary.size, classes: classes.length };
    const shape = { ...words, embedding, hidden, direction, pooling, dropout };
    return { model: lstmTextModel, shape, module, marked: pooling === "max" ? chosen : sure };
  });
