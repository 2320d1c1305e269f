import type { z } from "zod";
import type { Localized } from "../../../kernel/localized.js";
import type { ExportFormat } from "../exports/export.specs.js";
import type { PredictionInputKind } from "../predictions/prediction.specs.js";
import type { DataKind } from "../datasets/data-kind.js";
import type { DataProfile } from "../datasets/formats/data-profile.js";

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
  /** Kinds of the users' own data that it can train on as well; its trainer then reads `TrainerContext.ownData`. */
  accepts?: readonly DataKind[];
  /**
   * Why data of these kinds that fit their format do not fit this recipe with these parameters, by their profile; a sentence, or
   * undefined where they do. A run that they do not fit is not launched.
   */
  unfit?(data: DataProfile, parameters: z.output<P>): string | undefined;
  /** Every field has a default and `.meta(...)` with a bilingual explanation; see `ParameterMeta`. */
  parameters: P;
  presets: Readonly<Record<Preset, PresetSpec<P>>>;
  /** Parameters that decide what a checkpoint holds: a fork keeps them. */
  fixedInForks: readonly (keyof z.output<P> & string)[];
  /** Parameters that decide, beside the seed, which rows of the data are in which part. */
  partedBy?: readonly (keyof z.output<P> & string)[];
  /** Whether its trainer takes a shard of the data and loads weights, so that a run can be spread over workers. */
  federated?: boolean;
  /** Whether a run may begin with the weights of another: of every recipe on `openGradientTrainer` or `openAdversarialTrainer`. */
  transfers?: boolean;
  /** Whether a run may learn from another as its teacher; its parameters spread `distillationOptions`, and its trainer heeds `teacher`. */
  teachable?: boolean;
  /** Whether a run may begin with a checkpoint of the users' own (`DataKind.CHECKPOINT`); its trainer then reads `TrainerContext.ownCheckpoint`. */
  checkpoints?: boolean;
  /**
   * Kinds of data of which its models can be judged on other sets than that of their training, built-in ones of the recipe and the users' own, as its
   * trainer heeds `judgedOn`.
   */
  judgedElsewhere?: readonly DataKind[];
  /** Whether its trainer offers `perturbed`. */
  perturbable?: boolean;
  /** What its trained models can be asked about, where they can. */
  predicts?: PredictionInputKind;
  /** What its trained models can be written as, on request. */
  exports?: readonly ExportFormat[];
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
