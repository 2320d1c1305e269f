import { DataKind } from "../datasets/data-kind.js";
import type { OwnData } from "../datasets/own-data.specs.js";
import type { RecipeSpec } from "../recipes/recipe.specs.js";
import type { FieldFault } from "./run.refusals.js";

/** The organisation's own checkpoint that a run begins with: what stays known of it when it is deleted. */
export interface CheckpointSource {
  /** Of the data set. */
  name: string;
  /** Of the version, from 1. */
  number: number;
  sha256: string;
}

/** What a launch takes from such a checkpoint. */
export interface OwnCheckpoint {
  checkpointVersionId: string;
  checkpointSource: CheckpointSource;
}

/** What the parameter `checkpoint` says of a run that begins with an own one: the same for equal bytes. */
export function nameOfOwn({ sha256 }: Pick<OwnData, "sha256">): string {
  return `own-${sha256.slice(0, 12)}`;
}

export function ownCheckpointOf({ versionId, name, number, sha256 }: OwnData): OwnCheckpoint {
  return { checkpointVersionId: versionId, checkpointSource: { name, number, sha256 } };
}

/** Why a run cannot begin with what `checkpoint` of its launch names; `own` is undefined where that is no id of a data set. */
export function ownCheckpointFault(
  { id, checkpoints }: RecipeSpec,
  own: OwnData | undefined,
  parameters: Record<string, unknown> | null | undefined,
): FieldFault | undefined {
  const fault = (code: FieldFault["code"], message: string) => ({ field: "checkpoint", code, message });
  if (!checkpoints) return fault("INVALID", `${id} begins with no checkpoint.`);
  if (!own) return fault("UNKNOWN_DATASET", "must be the id of a data set of your own, or of one of its versions.");
  if (own.kind !== DataKind.CHECKPOINT)
    return fault("UNFIT_DATASET", `“${own.name}” is of the kind ${own.kind}, not ${DataKind.CHECKPOINT}.`);
  if (own.archived) return fault("UNFIT_DATASET", `“${own.name}” is archived; take it back first.`);
  if (parameters?.checkpoint !== undefined)
    return fault("INVALID", "stands for parameters.checkpoint: give one of the two.");
  return undefined;
}
