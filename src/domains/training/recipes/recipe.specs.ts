import type { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";

/** What a recipe is, without how it trains: the API validates and describes with it, the workers implement it. */
export interface RecipeSpec<P extends z.ZodObject = z.ZodObject> {
  id: string;
  title: Localized;
  summary: Localized;
  /** e.g. `IMAGE_CLASSIFICATION`. */
  task: string;
  /** Built-in data sets it can train on, the default first. */
  datasets: readonly [string, ...string[]];
  /** Every field has a default and `.meta(...)` with a bilingual explanation; see `ParameterMeta`. */
  parameters: P;
}

/** What `.meta()` of each parameter holds. */
export interface ParameterMeta {
  label: Localized;
  explanation: Localized;
  unit?: string;
}

/** Keeps the parameter type while checking the shape of a spec. */
export function defineRecipe<P extends z.ZodObject>(spec: RecipeSpec<P>): RecipeSpec<P> {
  return spec;
}
