import { InvalidInput } from "../../../kernel/errors.js";
import { NotOneEnsemble } from "./ensemble.refusals.js";

/** Most runs of an ensemble. */
export const ENSEMBLE_MAX = 10;

/** What is known of a run that is to be judged with others. */
export interface EnsembleMember {
  id: string;
  recipe: string;
  dataset: string;
  datasetSha256: string;
  datasetVersionId: string | null;
  seed: number;
  status: string;
  /** Of what it predicts; null before it was judged. */
  kind: string | null;
}

/** Throws `InvalidInput` unless they are 2 to 10 different runs. */
export function requireEnsemble(runIds: readonly string[]): void {
  if (runIds.length < 2 || runIds.length > ENSEMBLE_MAX || new Set(runIds).size < runIds.length)
    throw new InvalidInput("runIds", `must be 2 to ${ENSEMBLE_MAX} different runs.`);
}

/**
 * Why runs cannot be judged together. Recipe, data and seed decide the test part; with another one, some members would be judged on rows
 * that others have trained on.
 */
export function ensembleRefusal([first, ...others]: readonly EnsembleMember[]): NotOneEnsemble | undefined {
  const all = [first, ...others];
  const unfinished = all.find(({ status }) => status !== "SUCCEEDED");
  if (unfinished)
    return new NotOneEnsemble("RUN_NOT_SUCCEEDED", `One of the runs is ${unfinished.status}; all must have succeeded.`);
  if (others.some(({ recipe }) => recipe !== first.recipe))
    return new NotOneEnsemble("OTHER_RECIPE", "The runs are of different recipes.");
  if (first.kind !== "CLASSIFICATION")
    return new NotOneEnsemble("NO_CLASSES", `Runs of ${first.recipe} tell no classes whose probabilities have a mean.`);
  const data = ({ datasetSha256, datasetVersionId }: EnsembleMember) => `${datasetSha256} ${datasetVersionId}`;
  if (others.some((other) => data(other) !== data(first)))
    return new NotOneEnsemble("OTHER_DATA", "The runs were trained on different data.");
  if (others.some(({ seed }) => seed !== first.seed)) {
    const message = "The runs have different seeds, and so different test parts: some have trained on others' rows.";
    return new NotOneEnsemble("OTHER_SEED", message);
  }
  return undefined;
}
