import { findDataset } from "../datasets/dataset-catalogue.js";
import type { OwnData } from "../datasets/own-data.specs.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
import { keyFaults, unfitOwn, unknownBuiltIn } from "../runs/launch-input.js";
import type { Run } from "../runs/run.entity.js";
import type { FieldFault } from "../runs/run.refusals.js";
import {
  EvaluatedCheckpoint,
  type Perturbation,
  PerturbationKind,
  STRENGTH_LIMITS,
  STRENGTHS_MAX,
} from "./evaluation.specs.js";

/** What a client asks to have judged. */
export interface EvaluateInput {
  dataset?: string | null;
  checkpoint?: EvaluatedCheckpoint | null;
  /** Of the checkpoint STEP. */
  step?: number | null;
  robustness?: { noise?: number[] | null; rotation?: number[] | null; fgsm?: number[] | null } | null;
  idempotencyKey?: string | null;
}

/** A request with every default filled in, found valid but for whether the checkpoint is there. */
export interface CheckedEvaluation {
  dataset: string;
  /** Data of the organisation's own other than those of the training; not there for any others. */
  judged?: Pick<OwnData, "versionId" | "sha256">;
  checkpoint: EvaluatedCheckpoint;
  step: number | null;
  perturbations: Perturbation[];
}

type Asked = Pick<Run, "recipe" | "dataset" | "datasetVersionId">;

/** Checks what is asked of a run's evaluation against its recipe; `own` is what `input.dataset` means where it is an id. Returns every fault at once. */
export function checkEvaluation(run: Asked, input: EvaluateInput, own?: OwnData): CheckedEvaluation | FieldFault[] {
  const recipe = findRecipe(run.recipe);
  if (!recipe)
    return [{ field: "id", code: "UNKNOWN_RECIPE", message: `the recipe ${run.recipe} is not there any more.` }];
  const dataset = own?.name ?? input.dataset ?? run.dataset;
  const elsewhere = own ? own.versionId !== run.datasetVersionId : dataset !== run.dataset;
  const checkpoint = input.checkpoint ?? (input.step == null ? EvaluatedCheckpoint.FINAL : EvaluatedCheckpoint.STEP);
  const perturbations = perturbationsOf(input.robustness);
  const faults = [...strengthFaults(perturbations), ...keyFaults(input.idempotencyKey)];
  const unfit = elsewhere && (own ? unfitOwn(recipe, own) : unknownBuiltIn(recipe, dataset));
  if (unfit) faults.push({ field: "dataset", ...unfit });
  else if (elsewhere) {
    const kind = own?.kind ?? findDataset(dataset)?.kind;
    if (!recipe.judgedElsewhere?.some((judged) => judged === kind)) {
      const message = `${recipe.id} judges models of ${kind} on the data set of their training alone, ${run.dataset}.`;
      faults.push({ field: "dataset", code: "UNKNOWN_DATASET", message });
    }
  }
  if ((checkpoint === EvaluatedCheckpoint.STEP) !== (input.step != null))
    faults.push({ field: "step", code: "INVALID", message: "goes with the checkpoint STEP, and with no other." });
  if (perturbations.length > 0 && !recipe.perturbable)
    faults.push({ field: "robustness", code: "INVALID", message: `${recipe.id} has no pictures to perturb.` });
  if (faults.length > 0) return faults;
  const judged = own && elsewhere ? { judged: { versionId: own.versionId, sha256: own.sha256 } } : {};
  return { dataset, ...judged, checkpoint, step: input.step ?? null, perturbations };
}

const KINDS = [
  ["noise", PerturbationKind.NOISE],
  ["rotation", PerturbationKind.ROTATION],
  ["fgsm", PerturbationKind.FGSM],
] as const;

function perturbationsOf(robustness: EvaluateInput["robustness"]): Perturbation[] {
  return KINDS.flatMap(([field, kind]) =>
    [...new Set(robustness?.[field])].sort((a, b) => a - b).map((strength) => ({ kind, strength })),
  );
}

function strengthFaults(perturbations: Perturbation[]): FieldFault[] {
  return KINDS.flatMap(([name, kind]): FieldFault[] => {
    const [least, most] = STRENGTH_LIMITS[kind];
    const field = `robustness.${name}`;
    const strengths = perturbations.filter((perturbation) => perturbation.kind === kind);
    if (strengths.length > STRENGTHS_MAX)
      return [{ field, code: "OUT_OF_RANGE", message: `may have ${STRENGTHS_MAX} strengths.` }];
    return strengths.every(({ strength }) => strength >= least && strength <= most)
      ? []
      : [{ field, code: "OUT_OF_RANGE", message: `must be from ${least} to ${most}.` }];
  });
}
