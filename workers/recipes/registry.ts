import type { z } from "zod";
import { cnnImageClassification } from "../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { qLearningCartpole } from "../../src/domains/training/recipes/q-learning-cartpole.spec.js";
import { dqnPong } from "../../src/domains/training/recipes/dqn-pong.spec.js";
import { lstmTimeSeries } from "../../src/domains/training/recipes/lstm-time-series.spec.js";
import { ganImageDenoising } from "../../src/domains/training/recipes/gan-image-denoising.spec.js";
import { ganImageGeneration } from "../../src/domains/training/recipes/gan-image-generation.spec.js";
import { gcnGraphClassification } from "../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { autoencoderFeatures } from "../../src/domains/training/recipes/autoencoder-features.spec.js";
import { bertFineTuneClassification } from "../../src/domains/training/recipes/bert-fine-tune-classification.spec.js";
import { bertQuestionAnswering } from "../../src/domains/training/recipes/bert-question-answering.spec.js";
import { recipeCatalogue } from "../../src/domains/training/recipes/recipe-catalogue.js";
import type { RecipeSpec } from "../../src/domains/training/recipes/recipe.specs.js";
import { rnnSequenceGeneration } from "../../src/domains/training/recipes/rnn-sequence-generation.spec.js";
import { transformerTranslation } from "../../src/domains/training/recipes/transformer-translation.spec.js";
import { tabularClassification } from "../../src/domains/training/recipes/tabular-classification.spec.js";
import { ExportFormat } from "../../src/domains/training/exports/export.specs.js";
import type { ModelExporter } from "../export/exporter.js";
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
  /** How its models leave the house as ONNX. */
  loadExporter?: () => Promise<ModelExporter<unknown>>;
}

const implementations: readonly RecipeImplementation[] = [
  implement(
    cnnImageClassification,
    async () => (await import("./cnn-image-classification/trainer.js")).open,
    async () => (await import("./cnn-image-classification/predictor.js")).openPredictor,
    async () => (await import("./cnn-image-classification/exporter.js")).exporter,
  ),
  implement(qLearningCartpole, async () => (await import("./q-learning-cartpole/trainer.js")).open),
  implement(
    dqnPong,
    async () => (await import("./dqn-pong/trainer.js")).open,
    undefined,
    async () => (await import("./dqn-pong/exporter.js")).exporter,
  ),
  implement(
    lstmTimeSeries,
    async () => (await import("./lstm-time-series/trainer.js")).open,
    async () => (await import("./lstm-time-series/predictor.js")).openPredictor,
  ),
  implement(
    gcnGraphClassification,
    async () => (await import("./gcn-graph-classification/trainer.js")).open,
    async () => (await import("./gcn-graph-classification/predictor.js")).openPredictor,
  ),
  implement(
    tabularClassification,
    async () => (await import("./tabular-classification/trainer.js")).open,
    async () => (await import("./tabular-classification/predictor.js")).openPredictor,
    async () => (await import("./tabular-classification/exporter.js")).exporter,
  ),
  implement(
    autoencoderFeatures,
    async () => (await import("./autoencoder-features/trainer.js")).open,
    async () => (await import("./autoencoder-features/predictor.js")).openPredictor,
    async () => (await import("./autoencoder-features/exporter.js")).exporter,
  ),
  implement(
    bertFineTuneClassification,
    async () => (await import("./bert-fine-tune-classification/trainer.js")).open,
    async () => (await import("./bert-fine-tune-classification/predictor.js")).openPredictor,
    async () => (await import("./bert-fine-tune-classification/exporter.js")).exporter,
  ),
  implement(
    bertQuestionAnswering,
    async () => (await import("./bert-question-answering/trainer.js")).open,
    async () => (await import("./bert-question-answering/predictor.js")).openPredictor,
    async () => (await import("./bert-question-answering/exporter.js")).exporter,
  ),
  implement(
    transformerTextClassification,
    async () => (await import("./transformer-text-classification/trainer.js")).open,
    async () => (await import("./transformer-text-classification/predictor.js")).openPredictor,
    async () => (await import("./transformer-text-classification/exporter.js")).exporter,
  ),
  implement(
    attentionTextClassifier,
    async () => (await import("./attention-text-classifier/trainer.js")).open,
    async () => (await import("./attention-text-classifier/predictor.js")).openPredictor,
    async () => (await import("./attention-text-classifier/exporter.js")).exporter,
  ),
  implement(
    lstmTextClassifier,
    async () => (await import("./lstm-text-classifier/trainer.js")).open,
    async () => (await import("./lstm-text-classifier/predictor.js")).openPredictor,
    async () => (await import("./lstm-text-classifier/exporter.js")).exporter,
  ),
  implement(
    transformerTranslation,
    async () => (await import("./transformer-translation/trainer.js")).open,
    async () => (await import("./transformer-translation/predictor.js")).openPredictor,
  ),
  implement(
    rnnSequenceGeneration,
    async () => (await import("./rnn-sequence-generation/trainer.js")).open,
    async () => (await import("./rnn-sequence-generation/predictor.js")).openPredictor,
  ),
  implement(
    ganImageGeneration,
    async () => (await import("./gan-image-generation/trainer.js")).open,
    async () => (await import("./gan-image-generation/predictor.js")).openPredictor,
    async () => (await import("./gan-image-generation/exporter.js")).exporter,
  ),
  implement(
    ganImageDenoising,
    async () => (await import("./gan-image-denoising/trainer.js")).open,
    async () => (await import("./gan-image-denoising/predictor.js")).openPredictor,
    async () => (await import("./gan-image-denoising/exporter.js")).exporter,
  ),
];

/** The implementation of the recipe of that id, or undefined. */
export function findImplementation(id: string): RecipeImplementation | undefined {
  return implementations.find(({ spec }) => spec.id === id);
}

/**
 * Throws an error that names each recipe without, or with more than one, implementation, each implementation without a recipe, and where
 * a spec does not match what there is to ask its models or to export them.
 */
export function assertEveryRecipeIsImplemented(
  specs: readonly Pick<RecipeSpec, "id" | "predicts" | "exports">[] = recipeCatalogue(),
  implemented: readonly (Partial<Omit<RecipeImplementation, "spec">> & { spec: { id: string } })[] = implementations,
): void {
  const known = new Set(specs.map(({ id }) => id));
  const times = (id: string) => implemented.filter(({ spec }) => spec.id === id).length;
  const offers = (id: string, use: "openPredictor" | "loadExporter") =>
    implemented.some((implementation) => implementation.spec.id === id && implementation[use]);
  const faults = [
    ...[...known].filter((id) => times(id) === 0).map((id) => `the recipe ${id} has no implementation`),
    ...[...known].filter((id) => times(id) > 1).map((id) => `the recipe ${id} has ${times(id)} implementations`),
    ...specs
      .filter(({ id, predicts }) => times(id) === 1 && Boolean(predicts) !== offers(id, "openPredictor"))
      .map(({ id, predicts }) => `the recipe ${id} ${predicts ? "has no predictor" : "does not say what it predicts"}`),
    ...specs
      .filter(({ id, exports = [] }) => {
        return times(id) === 1 && exports.includes(ExportFormat.ONNX) !== offers(id, "loadExporter");
      })
      .map(({ id }) => `the recipe ${id} offers ONNX without an exporter, or has one and does not offer it`),
    ...implemented.filter(({ spec }) => !known.has(spec.id)).map(({ spec }) => `no recipe is called ${spec.id}`),
  ];
  if (faults.length > 0) throw new Error(faults.join("; "));
}

function implement<P extends z.ZodObject>(
  spec: RecipeSpec<P>,
  load: () => Promise<OpenTrainer<z.output<P>>>,
  predictor?: () => Promise<OpenPredictor<z.output<P>>>,
  /** Of whatever kind the recipe is judged by. */
  exporter?: () => Promise<object>,
): RecipeImplementation {
  const checked = <C extends { parameters: unknown }>(given: C) => ({
    ...given,
    parameters: spec.parameters.parse(given.parameters),
  });
  return {
    spec,
    open: async (context) => (await load())(checked(context)),
    ...(predictor && { openPredictor: async (model) => (await predictor())(checked(model)) }),
    ...(exporter && {
      loadExporter: async () => {
        const { onnx, testPart, checkpoint } = (await exporter()) as unknown as ModelExporter<z.output<P>>;
        return {
          onnx: (model, precision) => onnx(checked(model), precision),
          testPart: (run) => testPart(checked(run)),
          checkpoint,
        };
      },
    }),
  };
}
