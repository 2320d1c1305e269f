import type { z } from "zod";
import { cnnImageClassification } from "../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { qLearningCartpole } from "../../src/domains/training/recipes/q-learning-cartpole.spec.js";
import { dqnPong } from "../../src/domains/training/recipes/dqn-pong.spec.js";
import { lstmTimeSeries } from "../../src/domains/training/recipes/lstm-time-series.spec.js";
import { gcnGraphClassification } from "../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { autoencoderFeatures } from "../../src/domains/training/recipes/autoencoder-features.spec.js";
import { recipeCatalogue } from "../../src/domains/training/recipes/recipe-catalogue.js";
import type { RecipeSpec } from "../../src/domains/training/recipes/recipe.specs.js";
import { tabularClassification } from "../../src/domains/training/recipes/tabular-classification.spec.js";
import type { OpenPredictor } from "../runtime/predictor.js";
import { attentionTextClassifier } from "../../src/domains/training/recipes/attention-text-classifier.spec.js";
import { lstmTextClassifier } from "../../src/domains/training/recipes/lstm-text-classifier.spec.js";
import { transformerTextClassification } from "../../src/domains/training/recipes/transformer-text-classification.spec.js";
import type { OpenTrainer } from "../runtime/trainer.js";

/** How a recipe trains, and how its models are asked. Both check the parameters against the spec and load the implementation on first use. */
export interface RecipeImplementation {
  spec: RecipeSpec;
  open: OpenTrainer<unknown>;
  openPredictor?: OpenPredictor<unknown>;
}

const implementations: readonly RecipeImplementation[] = [
  implement(
    cnnImageClassification,
    async () => (await import("./cnn-image-classification/trainer.js")).open,
    async () => (await import("./cnn-image-classification/predictor.js")).openPredictor,
  ),
  implement(qLearningCartpole, async () => (await import("./q-learning-cartpole/trainer.js")).open),
  implement(dqnPong, async () => (await import("./dqn-pong/trainer.js")).open),
  implement(
    lstmTimeSeries,
    async () => (await import("./lstm-time-series/trainer.js")).open,
    async () => (await import("./lstm-time-series/predictor.js")).openPredictor,
  ),
  implement(gcnGraphClassification, async () => (await import("./gcn-graph-classification/trainer.js")).open),
  implement(
    tabularClassification,
    async () => (await import("./tabular-classification/trainer.js")).open,
    async () => (await import("./tabular-classification/predictor.js")).openPredictor,
  ),
  implement(autoencoderFeatures, async () => (await import("./autoencoder-features/trainer.js")).open),
  implement(
    transformerTextClassification,
    async () => (await import("./transformer-text-classification/trainer.js")).open,
    async () => (await import("./transformer-text-classification/predictor.js")).openPredictor,
  ),
  implement(
    attentionTextClassifier,
    async () => (await import("./attention-text-classifier/trainer.js")).open,
    async () => (await import("./attention-text-classifier/predictor.js")).openPredictor,
  ),
  implement(
    lstmTextClassifier,
    async () => (await import("./lstm-text-classifier/trainer.js")).open,
    async () => (await import("./lstm-text-classifier/predictor.js")).openPredictor,
  ),
];

/** The implementation of the recipe of that id, or undefined. */
export function findImplementation(id: string): RecipeImplementation | undefined {
  return implementations.find(({ spec }) => spec.id === id);
}

/** Throws an error that names each recipe without, or with more than one, implementation, each one without a recipe, and where a spec and its predictor do not match. */
export function assertEveryRecipeIsImplemented(
  specs: readonly { id: string; predicts?: string }[] = recipeCatalogue(),
  implemented: readonly { spec: { id: string }; openPredictor?: unknown }[] = implementations,
): void {
  const known = new Set(specs.map(({ id }) => id));
  const times = (id: string) => implemented.filter(({ spec }) => spec.id === id).length;
  const asked = (id: string) => implemented.some(({ spec, openPredictor }) => spec.id === id && openPredictor);
  const faults = [
    ...[...known].filter((id) => times(id) === 0).map((id) => `the recipe ${id} has no implementation`),
    ...[...known].filter((id) => times(id) > 1).map((id) => `the recipe ${id} has ${times(id)} implementations`),
    ...specs
      .filter(({ id, predicts }) => times(id) === 1 && Boolean(predicts) !== asked(id))
      .map(({ id, predicts }) => `the recipe ${id} ${predicts ? "has no predictor" : "does not say what it predicts"}`),
    ...implemented.filter(({ spec }) => !known.has(spec.id)).map(({ spec }) => `no recipe is called ${spec.id}`),
  ];
  if (faults.length > 0) throw new Error(faults.join("; "));
}

function implement<P extends z.ZodObject>(
  spec: RecipeSpec<P>,
  load: () => Promise<OpenTrainer<z.output<P>>>,
  loadPredictor?: () => Promise<OpenPredictor<z.output<P>>>,
): RecipeImplementation {
  return {
    ...(loadPredictor && {
      openPredictor: async (model) => {
        const openPredictor = await loadPredictor();
        return openPredictor({ ...model, parameters: spec.parameters.parse(model.parameters) });
      },
    }),
    spec,
    open: async (context) => {
      const open = await load();
      return open({ ...context, parameters: spec.parameters.parse(context.parameters) });
    },
  };
}
