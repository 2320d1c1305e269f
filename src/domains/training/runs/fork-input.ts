import { findRecipe } from "../recipes/recipe-catalogue.js";
import { type CheckedLaunch, keyFaults, nameFaults, parameterFaults } from "./launch-input.js";
import type { FieldFault } from "./run.refusals.js";

/** A fork: what is given replaces the origin's. */
export interface ForkInput {
  /** Step of the checkpoint to begin at; the newest when not given. */
  checkpoint?: number | null;
  parameters?: Record<string, unknown> | null;
  name?: string | null;
  idempotencyKey?: string | null;
}

/** Checks a fork of a run at a checkpoint, of which `epoch` epochs are done. Returns every fault at once. */
export function checkFork(
  origin: CheckedLaunch,
  { epoch }: { epoch: number },
  input: ForkInput,
): CheckedLaunch | FieldFault[] {
  const recipe = findRecipe(origin.recipe);
  if (!recipe) {
    const message = `the recipe ${origin.recipe} is not there any more.`;
    return [{ field: "recipe", code: "UNKNOWN_RECIPE", message }];
  }
  const parsed = recipe.parameters.safeParse({ ...origin.parameters, ...input.parameters });
  const name = input.name?.trim() || `${origin.name}, forked`.slice(0, 120);
  const faults = [...parameterFaults(parsed), ...nameFaults(name), ...keyFaults(input.idempotencyKey)];
  if (!parsed.success) return faults;
  const parameters: Record<string, unknown> = parsed.data;
  for (const field of recipe.fixedInForks) {
    if (parameters[field] === origin.parameters[field]) continue;
    const message = `cannot change: the checkpoint's weights belong to ${String(origin.parameters[field])}.`;
    faults.push({ field: `parameters.${field}`, code: "FIXED_BY_CHECKPOINT", message });
  }
  const { epochs } = parameters;
  if (typeof epochs === "number" && epochs <= epoch) {
    const message = `must be more than the ${Math.round(epoch * 100) / 100} that the checkpoint has done.`;
    faults.push({ field: "parameters.epochs", code: "OUT_OF_RANGE", message });
  }
  return faults.length > 0 ? faults : { ...origin, parameters, name };
}
