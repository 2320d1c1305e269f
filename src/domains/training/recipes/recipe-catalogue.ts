import { cnnImageClassification } from "./cnn-image-classification.spec.js";
import type { RecipeSpec } from "./recipe.specs.js";

const specs: readonly RecipeSpec[] = [cnnImageClassification];

const byId: ReadonlyMap<string, RecipeSpec> = new Map(specs.map((spec) => [spec.id, spec]));

/** All recipes, in the order to show them. */
export function recipeCatalogue(): readonly RecipeSpec[] {
  return specs;
}

/** The recipe of that id, or undefined. */
export function findRecipe(id: string): RecipeSpec | undefined {
  return byId.get(id);
}
