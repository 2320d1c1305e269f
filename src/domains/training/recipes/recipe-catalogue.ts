import { attentionTextClassifier } from "./attention-text-classifier.spec.js";
import { autoencoderFeatures } from "./autoencoder-features.spec.js";
import { bertFineTuneClassification } from "./bert-fine-tune-classification.spec.js";
import { bertQuestionAnswering } from "./bert-question-answering.spec.js";
import { cnnImageClassification } from "./cnn-image-classification.spec.js";
import { dqnPong } from "./dqn-pong.spec.js";
import { lstmTextClassifier } from "./lstm-text-classifier.spec.js";
import { lstmTimeSeries } from "./lstm-time-series.spec.js";
import { qLearningCartpole } from "./q-learning-cartpole.spec.js";
import { ganImageDenoising } from "./gan-image-denoising.spec.js";
import { ganImageGeneration } from "./gan-image-generation.spec.js";
import { gcnGraphClassification } from "./gcn-graph-classification.spec.js";
import type { RecipeSpec } from "./recipe.specs.js";
import { rnnSequenceGeneration } from "./rnn-sequence-generation.spec.js";
import { tabularClassification } from "./tabular-classification.spec.js";
import { transformerTextClassification } from "./transformer-text-classification.spec.js";
import { transformerTranslation } from "./transformer-translation.spec.js";

const specs: readonly RecipeSpec[] = [
  cnnImageClassification,
  qLearningCartpole,
  dqnPong,
  lstmTimeSeries,
  gcnGraphClassification,
  tabularClassification,
  bertFineTuneClassification,
  bertQuestionAnswering,
  autoencoderFeatures,
  transformerTextClassification,
  attentionTextClassifier,
  lstmTextClassifier,
  transformerTranslation,
  rnnSequenceGeneration,
  ganImageGeneration,
  ganImageDenoising,
];

const byId: ReadonlyMap<string, RecipeSpec> = new Map(specs.map((spec) => [spec.id, spec]));

/** All recipes, in the order to show them. */
export function recipeCatalogue(): readonly RecipeSpec[] {
  return specs;
}

/** The recipe of that id, or undefined. */
export function findRecipe(id: string): RecipeSpec | undefined {
  return byId.get(id);
}
