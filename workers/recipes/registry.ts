import type { z } from "zod";
import { cnnImageClassification } from "../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { qLearningCartpole } from "../../src/domains/training/recipes/q-learning-cartpole.spec.js";
import { lstmTimeSeries } from "../../src/domains/training/recipes/lstm-time-series.spec.js";
import { gcnGraphClassification } from "../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { autoencoderFeatures } from "../../src/domains/training/recipes/autoencoder-features.spec.js";
import { recipeCatalogue } from "../../src/domains/training/recipes/recipe-catalogue.js";
import type { RecipeSpec } from "../../src/domains/training/recipes/recipe.specs.js";
import { tabularClassification } from "../../src/domains/training/recipes/tabular-classification.spec.js";
import type { OpenTrainer } from "../runtime/trainer.js";

/** How a recipe trains. `open` checks the parameters against the spec and loads the implementation on first use. */
export interface RecipeImplementation {
  spec: RecipeSpec;
  open: OpenTrainer<unknown>;
}

const implementations: readonly RecipeImplementation[] = [
  implement(cnnImageClassification, async () => (await import("./cnn-image-classification/trainer.js")).open),
  implement(qLearningCartpole, async () => (await import("./q-learning-cartpole/trainer.js")).open),
  implement(lstmTimeSeries, async () => (await import("./lstm-time-series/trainer.js")).open),
  implement(gcnGraphClassification, async () => (await import("./gcn-graph-classification/trainer.js")).open),
  implement(tabularClassification, async () => (await import("./tabular-classification/trainer.js")).open),
  implement(autoencoderFeatures, async () => (await import("./autoencoder-features/trainer.js")).open),
];

/** The implementation of the recipe of that id, or undefined. */
export function findImplementation(id: string): RecipeImplementation | undefined {
  return implementations.find(({ spec }) => spec.id === id);
}

/** Throws an error that names each recipe without, or with more than one, implementation, and each one without a recipe. */
export function assertEveryRecipeIsImplemented(
  specs: readonly { id: string }[] = recipeCatalogue(),
  implemented: readonly { spec: { id: string } }[] = implementations,
): void {
  const known = new Set(specs.map(({ id }) => id));
  const times = (id: string) => implemented.filter(({ spec }) => spec.id === id).length;
  const faults = [
    ...[...known].filter((id) => times(id) === 0).map((id) => `the recipe ${id} has no implementation`),
    ...[...known].filter((id) => times(id) > 1).map((id) => `the recipe ${id} has ${times(id)} implementations`),
    ...implemented.filter(({ spec }) => !known.has(spec.id)).map(({ spec }) => `no recipe is called ${spec.id}`),
  ];
  if (faults.length > 0) throw new Error(faults.join("; "));
}

function implement<P extends z.ZodObject>(
  spec: RecipeSpec<P>,
  load: () => Promise<OpenTrainer<z.output<P>>>,
): RecipeImplementation {
  return {
    spec,
    open: async (context) => {
      const open = await load();
      return open({ ...context, parameters: spec.parameters.parse(context.parameters) });
    },
  };
}
