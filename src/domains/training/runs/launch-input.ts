import type { z } from "zod";
import { findDataset } from "../datasets/dataset-catalogue.js";
import type { OwnData } from "../datasets/own-data.specs.js";
import { cardSpec, NAME_MAX } from "../cards/run-card.specs.js";
import { checkFederation, type Federation, type FederationInput } from "../federation/federation.specs.js";
import { findRecipe } from "../recipes/recipe-catalogue.js";
import type { Preset, RecipeSpec } from "../recipes/recipe.specs.js";
import { type Checkpointing, DEFAULT_CHECKPOINTING } from "./checkpointing.specs.js";
import { Accelerator, RunPriority } from "./run.entity.js";
import type { FieldFault } from "./run.refusals.js";
import type { Teacher } from "./teacher.specs.js";
import { nameOfOwn, type OwnCheckpoint, ownCheckpointFault, ownCheckpointOf } from "./own-checkpoint.specs.js";
import { type Transfer, type TransferInput, transferOf } from "./transfer.specs.js";

/** What a client asks to train. */
export interface LaunchInput {
  recipe: string;
  parameters?: Record<string, unknown> | null;
  preset?: Preset | null;
  dataset?: string | null;
  /** The organisation's own checkpoint to begin with, by its global id. */
  checkpoint?: string | null;
  seed?: number | null;
  accelerator?: Accelerator | null;
  priority?: RunPriority | null;
  name?: string | null;
  checkpoints?: { everySteps?: number | null; everySeconds?: number | null; keep?: number | null } | null;
  metricsEverySteps?: number | null;
  federation?: FederationInput | null;
  startFrom?: TransferInput | null;
  /** Row id of the run to learn from. */
  teacher?: string | null;
  notes?: string | null;
  group?: string | null;
  tags?: string[] | null;
  idempotencyKey?: string | null;
}

/** A launch with every default filled in, found valid. */
export interface CheckedLaunch extends Partial<OwnCheckpoint> {
  recipe: string;
  parameters: Record<string, unknown>;
  dataset: string;
  datasetSha256: string;
  /** Row id of the version of the organisation's own data; not there for a built-in set. */
  datasetVersionId?: string;
  seed: number;
  accelerator: Accelerator;
  priority: RunPriority;
  name: string;
  checkpointing: Checkpointing;
  metricsEvery: number | null;
  federation?: Federation;
  transfer?: Transfer;
  teacher?: Teacher;
  /** What stands on its card from the start. */
  card?: LaunchCard;
}

/** What people say about a run before it is there. */
export interface LaunchCard {
  notes: string | null;
  group: string | null;
  tags: string[];
}

const KEY_MAX = 200;
/** What a client may choose: how often, and how many. */
const CHOICES = {
  "checkpoints.everySteps": [1, 1_000_000],
  "checkpoints.everySeconds": [1, 86_400],
  "checkpoints.keep": [1, 20],
  metricsEverySteps: [1, 1_000_000],
} as const;

/**
 * Checks a launch against its recipe's spec; `own` is what `input.dataset` means where it is an id, `ownCheckpoint` what
 * `input.checkpoint` means. Returns every fault at once.
 */
export function checkLaunch(input: LaunchInput, own?: OwnData, ownCheckpoint?: OwnData): CheckedLaunch | FieldFault[] {
  const recipe = findRecipe(input.recipe);
  if (!recipe)
    return [{ field: "recipe", code: "UNKNOWN_RECIPE", message: `there is no recipe ${clipped(input.recipe)}.` }];
  const preset = input.preset ? recipe.presets[input.preset] : undefined;
  const dataset = own?.name ?? input.dataset ?? preset?.dataset ?? recipe.datasets[0];
  const begun = ownCheckpoint && recipe.checkpoints && { checkpoint: nameOfOwn(ownCheckpoint) };
  const parsed = recipe.parameters.safeParse({ ...preset?.parameters, ...input.parameters, ...begun });
  const faults = parameterFaults(parsed);
  const unusable = input.checkpoint == null ? undefined : ownCheckpointFault(recipe, ownCheckpoint, input.parameters);
  if (unusable) faults.push(unusable);
  const unfit = own ? unfitOwn(recipe, own, parsed.data) : unknownBuiltIn(recipe, dataset);
  if (unfit) faults.push({ field: "dataset", ...unfit });
  const seed = input.seed ?? 42;
  if (seed < 0) faults.push({ field: "seed", code: "OUT_OF_RANGE", message: "must be 0 or more." });
  const name = input.name?.trim() || `${recipe.id} ${seed}`;
  const everySteps = input.checkpoints?.everySteps ?? DEFAULT_CHECKPOINTING.everySteps;
  const everySeconds = input.checkpoints?.everySeconds ?? DEFAULT_CHECKPOINTING.everySeconds;
  const keep = input.checkpoints?.keep ?? DEFAULT_CHECKPOINTING.keep;
  const metricsEvery = input.metricsEverySteps ?? null;
  faults.push(
    ...nameFaults(name),
    ...keyFaults(input.idempotencyKey),
    ...choiceFault("checkpoints.everySteps", everySteps),
    ...choiceFault("checkpoints.everySeconds", everySeconds),
    ...choiceFault("checkpoints.keep", keep),
    ...choiceFault("metricsEverySteps", metricsEvery),
  );
  const federation = input.federation ? checkFederation(input.federation) : undefined;
  if (Array.isArray(federation)) faults.push(...federation);
  if (federation && !recipe.federated)
    faults.push({ field: "federation", code: "INVALID", message: `${recipe.id} cannot be trained in shards.` });
  if (input.startFrom && (federation || !recipe.transfers)) {
    const why = federation ? "A run in shards" : recipe.id;
    faults.push({ field: "startFrom", code: "INVALID", message: `${why} cannot begin with another run's weights.` });
  }
  if (input.teacher && (federation || !recipe.teachable)) {
    const why = federation ? "A run in shards" : recipe.id;
    faults.push({ field: "teacher", code: "INVALID", message: `${why} cannot learn from another run.` });
  }
  const card = cardSpec.safeParse({ notes: input.notes, group: input.group, tags: input.tags });
  if (!card.success) faults.push(...card.error.issues.map(cardFault));
  if (faults.length > 0 || Array.isArray(federation)) return faults;
  const accelerator = input.accelerator ?? Accelerator.ANY;
  const priority = input.priority ?? RunPriority.NORMAL;
  const { sha256 } = own ?? findDataset(dataset)!;
  const checkpointing = { everySteps, everySeconds, keep };
  const data = { dataset, datasetSha256: sha256, ...(own && { datasetVersionId: own.versionId }), seed };
  const place = { accelerator, priority };
  return {
    ...{ recipe: recipe.id, parameters: parsed.data!, ...data, ...place, name, checkpointing, metricsEvery },
    ...(federation && { federation }),
    ...(ownCheckpoint && ownCheckpointOf(ownCheckpoint)),
    ...(input.startFrom && { transfer: transferOf(input.startFrom) }),
    ...cardOf(card.data!),
  };
}

type Unfit = Pick<FieldFault, "code" | "message">;

/** Why a name is no built-in data set of a recipe, if so. */
export function unknownBuiltIn({ id, datasets, accepts }: RecipeSpec, dataset: string): Unfit | undefined {
  if (datasets.includes(dataset)) return undefined;
  const own = accepts ? `, and data of your own by their id (${accepts.join(", ")})` : "";
  const message = `${id} knows no data set ${clipped(dataset)}, only ${datasets.join(", ")}${own}.`;
  return { code: "UNKNOWN_DATASET", message };
}

/** Why a recipe cannot take an organisation's own data; what its `parameters` ask of them is left open where these are undefined. */
export function unfitOwn(
  { id, accepts = [], unfit }: RecipeSpec,
  { name, kind, archived, profile }: OwnData,
  parameters?: Record<string, unknown>,
): Unfit | undefined {
  if (!accepts.includes(kind)) {
    const taken = accepts.length > 0 ? `only ${accepts.join(", ")}` : "no data of your own yet";
    return { code: "UNFIT_DATASET", message: `“${name}” is of the kind ${kind}; ${id} takes ${taken}.` };
  }
  if (archived) return { code: "UNFIT_DATASET", message: `“${name}” is archived; take it back first.` };
  const reason = parameters && unfit?.(profile, parameters);
  return reason ? { code: "UNFIT_DATASET", message: `“${name}” does not fit ${id}: ${reason}` } : undefined;
}

/** A card that says something, or none. */
function cardOf({ notes, group, tags }: z.output<typeof cardSpec>): { card?: LaunchCard } {
  return notes || group || tags?.length
    ? { card: { notes: notes ?? null, group: group ?? null, tags: tags ?? [] } }
    : {};
}

function cardFault({ path, message }: z.core.$ZodIssue): FieldFault {
  return { field: path.map(String).join("."), code: "OUT_OF_RANGE", message };
}

/** What is wrong with the parameters, by a recipe's spec. */
export function parameterFaults(parsed: z.ZodSafeParseResult<unknown>): FieldFault[] {
  return parsed.success ? [] : parsed.error.issues.flatMap(faultsOf);
}

export function nameFaults(name: string): FieldFault[] {
  return name.length > NAME_MAX
    ? [{ field: "name", code: "OUT_OF_RANGE", message: `may have ${NAME_MAX} characters.` }]
    : [];
}

export function keyFaults(key: string | null | undefined): FieldFault[] {
  return key != null && (key.length < 1 || key.length > KEY_MAX)
    ? [{ field: "idempotencyKey", code: "OUT_OF_RANGE", message: `must have 1 to ${KEY_MAX} characters.` }]
    : [];
}

function choiceFault(field: keyof typeof CHOICES, value: number | null): FieldFault[] {
  const [least, most] = CHOICES[field];
  return value !== null && (value < least || value > most)
    ? [{ field, code: "OUT_OF_RANGE", message: `must be from ${least} to ${most}.` }]
    : [];
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
