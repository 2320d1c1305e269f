import type { OwnData } from "../datasets/own-data.specs.js";
import { describeParameters } from "../recipes/recipe-parameters.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
import { checkLaunch, type LaunchInput } from "../runs/launch-input.js";
import type { Accelerator, RunPriority } from "../runs/run.entity.js";
import type { FieldFault } from "../runs/run.refusals.js";
import type { Asha } from "./asha.js";
import { checkSpace, TRIALS_MAX, type DimensionInput } from "./search-space-input.js";
import { gridSize, type Dimension } from "./search-space.js";
import { ResourceUnit, type SweepGoal, SweepMethod } from "./sweep.specs.js";

/** What a client asks to sweep over: a launch, with a search space for some of its parameters. */
export interface SweepInput extends Omit<LaunchInput, "parameters" | "recipe"> {
  recipe: string;
  fixedParameters?: Record<string, unknown> | null;
  space: DimensionInput[];
  objective: { metric: string; goal: SweepGoal };
  method: SweepMethod;
  earlyStopping?: {
    unit?: ResourceUnit | null;
    minResource?: number | null;
    maxResource?: number | null;
    reductionFactor?: number | null;
  } | null;
  maxTrials?: number | null;
  concurrency?: number | null;
  budget?: { computeSeconds?: number | null } | null;
}

/** A sweep with every default filled in, found valid. */
export interface CheckedSweep {
  name: string;
  recipe: string;
  dataset: string;
  /** As in `CheckedLaunch`. */
  datasetVersionId?: string;
  fixedParameters: Record<string, unknown>;
  space: Dimension[];
  metric: string;
  goal: SweepGoal;
  method: SweepMethod;
  earlyStopping: Asha | null;
  maxTrials: number;
  concurrency: number;
  budgetSeconds: number | null;
  seed: number;
  accelerator: Accelerator;
  priority: RunPriority;
}

export const CONCURRENCY_MAX = 100;
const TRIALS_DEFAULT = 20;
const CONCURRENCY_DEFAULT = 2;
const RESOURCE_MAX = 1_000_000_000;
const BUDGET_MAX = 1_000_000_000;
const METRIC = /^[A-Za-z_][\w./-]{0,99}$/;

/** Checks a sweep against its recipe's spec, its data as `checkLaunch` does. Returns every fault at once. */
export function checkSweep(input: SweepInput, own?: OwnData): CheckedSweep | FieldFault[] {
  const { space: dimensions, objective, method, earlyStopping: stopping, fixedParameters, ...rest } = input;
  const launch = checkLaunch({ ...rest, parameters: fixedParameters }, own);
  const recipe = findRecipe(input.recipe);
  if (!recipe) return launch as FieldFault[];
  const fixed = fixedParameters ?? {};
  const faults = Array.isArray(launch) ? launch.map(inSweep) : [];
  const space = checkSpace(dimensions, {
    parameters: describeParameters(recipe),
    specs: recipe.parameters.shape,
    fixed: Object.keys(fixed),
    grid: method === SweepMethod.GRID,
  });
  const faultySpace = isFaulty(space);
  if (faultySpace) faults.push(...space);

  const within = (field: string, value: number, least: number, most: number, whole = true) => {
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return;
    faults.push({ field, code: "OUT_OF_RANGE", message: `must be from ${least} to ${most}.` });
  };
  if (!METRIC.test(objective.metric))
    faults.push({ field: "objective.metric", code: "INVALID", message: "must be a metric's name, such as val_loss." });
  const points = method === SweepMethod.GRID && !faultySpace ? gridSize(space) : TRIALS_DEFAULT;
  const maxTrials = input.maxTrials ?? points;
  within("maxTrials", maxTrials, 1, TRIALS_MAX);
  const concurrency = input.concurrency ?? CONCURRENCY_DEFAULT;
  within("concurrency", concurrency, 1, CONCURRENCY_MAX);
  const budgetSeconds = input.budget?.computeSeconds ?? null;
  if (budgetSeconds !== null) within("budget.computeSeconds", budgetSeconds, 1, BUDGET_MAX, false);
  const earlyStopping = stopping ? ashaOf(stopping) : null;
  if (earlyStopping) {
    const { minResource, maxResource, reductionFactor } = earlyStopping;
    within("earlyStopping.minResource", minResource, 1, RESOURCE_MAX);
    if (maxResource !== null) within("earlyStopping.maxResource", maxResource, minResource + 1, RESOURCE_MAX);
    within("earlyStopping.reductionFactor", reductionFactor, 2, 10);
  }
  if (faults.length > 0 || Array.isArray(launch) || faultySpace) return faults;

  return {
    name: input.name?.trim() || `${recipe.id} ${method.toLowerCase()}`,
    recipe: recipe.id,
    dataset: launch.dataset,
    ...(own && { datasetVersionId: own.versionId }),
    fixedParameters: fixed,
    space,
    metric: objective.metric,
    goal: objective.goal,
    method,
    earlyStopping,
    maxTrials: method === SweepMethod.GRID ? Math.min(maxTrials, points) : maxTrials,
    concurrency,
    budgetSeconds,
    seed: launch.seed,
    accelerator: launch.accelerator,
    priority: launch.priority,
  };
}

function ashaOf({ unit, minResource, maxResource, reductionFactor }: NonNullable<SweepInput["earlyStopping"]>): Asha {
  return {
    unit: unit ?? ResourceUnit.EPOCH,
    minResource: minResource ?? 1,
    maxResource: maxResource ?? null,
    reductionFactor: reductionFactor ?? 3,
  };
}

/** A fault of the launch under the name that the field has in a sweep. */
function inSweep(fault: FieldFault): FieldFault {
  return { ...fault, field: fault.field.replace(/^parameters\b/, "fixedParameters") };
}

function isFaulty(checked: Dimension[] | FieldFault[]): checked is FieldFault[] {
  return checked.length > 0 && "code" in checked[0];
}
