import type { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";
import type { PredictionInputKind } from "../predictions/prediction.specs.js";

/** How much a run is to take on: a first look, a good result on an ordinary machine, and what a GPU is worth having for. */
export enum Preset {
  QUICK = "QUICK",
  STANDARD = "STANDARD",
  LARGE = "LARGE",
}

/** A choice of parameters that belong together; what it leaves out takes its default. */
export interface PresetSpec<P extends z.ZodObject = z.ZodObject> {
  /** What to expect of it: how long, how good. */
  summary: Localized;
  parameters: Partial<z.input<P>>;
  /** The recipe's first when not given. */
  dataset?: string;
}

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
  presets: Readonly<Record<Preset, PresetSpec<P>>>;
  /** Parameters that decide what a checkpoint holds: a fork keeps them. */
  fixedInForks: readonly (keyof z.output<P> & string)[];
  /** Whether its trainer takes a shard of the data and loads weights, so that a run can be spread over workers. */
  federated?: boolean;
  /** Whether its trainer heeds `judgedOn`, so that its models can be judged on other data sets of the recipe. */
  judgedElsewhere?: boolean;
  /** Whether its trainer offers `perturbed`. */
  perturbable?: boolean;
  /** What its trained models can be asked about, where they can. */
  predicts?: PredictionInputKind;
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
