import type { z } from "zod";
import { findDataset } from "../datasets/dataset-catalogue.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
import { Accelerator } from "./run.entity.js";
import type { FieldFault } from "./run.refusals.js";

/** What a client asks to train. */
export interface LaunchInput {
  recipe: string;
  parameters?: Record<string, unknown> | null;
  dataset?: string | null;
  seed?: number | null;
  accelerator?: Accelerator | null;
  name?: string | null;
  idempotencyKey?: string | null;
}

/** A launch with every default filled in, found valid. */
export interface CheckedLaunch {
  recipe: string;
  parameters: Record<string, unknown>;
  dataset: string;
  datasetSha256: string;
  seed: number;
  accelerator: Accelerator;
  name: string;
}

const NAME_MAX = 120;
const KEY_MAX = 200;

/** Checks a launch against its recipe's spec. Returns every fault at once. */
export function checkLaunch(input: LaunchInput): CheckedLaunch | FieldFault[] {
  const recipe = findRecipe(input.recipe);
  if (!recipe)
    return [{ field: "recipe", code: "UNKNOWN_RECIPE", message: `there is no recipe ${clipped(input.recipe)}.` }];
  const dataset = input.dataset ?? recipe.datasets[0];
  const parsed = recipe.parameters.safeParse(input.parameters ?? {});
  const faults: FieldFault[] = parsed.success ? [] : parsed.error.issues.flatMap(faultsOf);
  if (!recipe.datasets.includes(dataset)) {
    const known = recipe.datasets.join(", ");
    faults.push({
      field: "dataset",
      code: "UNKNOWN_DATASET",
      message: `${recipe.id} knows no data set ${clipped(dataset)}, only ${known}.`,
    });
  }
  const seed = input.seed ?? 42;
  if (seed < 0) faults.push({ field: "seed", code: "OUT_OF_RANGE", message: "must be 0 or more." });
  const name = input.name?.trim() || `${recipe.id} ${seed}`;
  if (name.length > NAME_MAX)
    faults.push({ field: "name", code: "OUT_OF_RANGE", message: `may have ${NAME_MAX} characters.` });
  const key = input.idempotencyKey;
  if (key != null && (key.length < 1 || key.length > KEY_MAX)) {
    faults.push({ field: "idempotencyKey", code: "OUT_OF_RANGE", message: `must have 1 to ${KEY_MAX} characters.` });
  }
  if (faults.length > 0) return faults;
  const accelerator = input.accelerator ?? Accelerator.ANY;
  const { sha256 } = findDataset(dataset)!;
  return { recipe: recipe.id, parameters: parsed.data!, dataset, datasetSha256: sha256, seed, accelerator, name };
}

function faultsOf(issue: z.core.$ZodIssue): FieldFault[] {
  const field = ["parameters", ...issue.path.map(String)].join(".");
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => ({
        field: `${field}.${clipped(key)}`,
        code: "UNKNOWN_PARAMETER",
        message: "there is no such parameter.",
      }));
    case "too_small":
    case "too_big":
    case "invalid_value":
    case "not_multiple_of":
      return [{ field, code: "OUT_OF_RANGE", message: `${issue.message}.` }];
    case "invalid_type":
      return [{ field, code: "WRONG_TYPE", message: `${issue.message}.` }];
    default:
      return [{ field, code: "INVALID", message: `${issue.message}.` }];
  }
}

function clipped(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
