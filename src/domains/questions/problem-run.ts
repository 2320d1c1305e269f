import { findRecipe } from "../training/recipes/recipe-catalogue.js";
import type { CodingProblem } from "./question.specs.js";

/** What keeps a problem's run from being launched: each fault with its path within the run. */
export function faultsOfRun({
  recipe: id,
  preset,
  parameters,
}: CodingProblem["run"]): { path: string[]; message: string }[] {
  const recipe = findRecipe(id);
  if (!recipe) return [{ path: ["recipe"], message: `there is no recipe ${id}.` }];
  const unknown = Object.keys(parameters).filter((name) => !(name in recipe.parameters.shape));
  const parsed = recipe.parameters.safeParse({ ...recipe.presets[preset].parameters, ...parameters });
  return [
    ...unknown.map((name) => ({ path: ["parameters", name], message: `${id} has no such parameter.` })),
    ...(parsed.error?.issues ?? [])
      .filter(({ code }) => code !== "unrecognized_keys")
      .map(({ path, message }) => ({ path: ["parameters", ...path.map(String)], message })),
  ];
}
