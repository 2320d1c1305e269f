/** What ends a run for good: stable codes that clients may rely on. */
export type FailureCode =
  | "NON_FINITE_LOSS"
  | "NON_FINITE_GRADIENTS"
  | "UNKNOWN_RECIPE"
  | "DATASET_UNUSABLE"
  | "MODEL_UNUSABLE"
  | "CHECKPOINT_MISMATCH"
  | "WEIGHTS_UNUSABLE"
  | "WEIGHTS_MISMATCH"
  | "TEACHER_MISMATCH"
  | "NO_GPU"
  | "BACKEND_UNAVAILABLE"
  | "REPORT_REFUSED"
  | "OUT_OF_MEMORY";

/** Why a run cannot go on: `code` is stable, `message` is a sentence for the person who launched it. */
export class TrainingFailure extends Error {
  override name = "TrainingFailure";

  constructor(
    readonly code: FailureCode,
    message: string,
  ) {
    super(message);
  }
}
