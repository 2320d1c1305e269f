/** Why a run cannot go on: `code` is stable, `message` is a sentence for the person who launched it. */
export class TrainingFailure extends Error {
  override name = "TrainingFailure";

  constructor(
    readonly code: "NON_FINITE_LOSS" | "UNKNOWN_RECIPE" | "DATASET_UNUSABLE" | "CHECKPOINT_MISMATCH",
    message: string,
  ) {
    super(message);
  }
}
