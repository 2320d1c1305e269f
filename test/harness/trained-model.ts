import type { ExportFormat, ExportPrecision } from "../../src/domains/training/exports/export.specs.js";
import { findRecipe } from "../../src/domains/training/recipes/recipe-catalogue.js";
import { RandomStreams } from "../../src/kernel/random.js";
import type { OwnFiles } from "../../workers/datasets/own-data.js";
import type { Converted } from "../../workers/export/conversion.js";
import { convertApart } from "../../workers/export/conversion-child.js";
import { findImplementation } from "../../workers/recipes/registry.js";
import { encodePredictions } from "../../workers/runtime/prediction-file.js";
import { encodeSafetensors } from "../../workers/runtime/safetensors.js";

const SEED = 3;

/** The model of a run of a few steps, as the worker that converts it finds it. Needs an open tensor backend. */
export async function trainedModel(recipe: string, dataset: string, given: object, steps: number, own: OwnFiles = {}) {
  const parameters = findRecipe(recipe)!.parameters.parse(given);
  const { open } = findImplementation(recipe)!;
  const trainer = await open({ parameters, dataset, ...own, random: new RandomStreams(SEED), log: () => undefined });
  for (let step = 0; step < steps; step++) await trainer.step();
  const { preparation } = trainer;
  const weights = encodeSafetensors({ tensors: await trainer.weights(), json: { preparation } });
  const predictions = encodePredictions(await trainer.predict());
  trainer.dispose();
  const about = { recipe, parameters, dataset, ...own, seed: SEED, weights, predictions };
  const convert = async (format: ExportFormat, precision: ExportPrecision): Promise<Converted> => {
    const answer = await convertApart({ ...about, format, precision });
    if (answer.type === "failed") throw new Error(`${answer.code}: ${answer.message}`);
    return answer;
  };
  return { about, convert };
}
