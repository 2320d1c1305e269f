import type { FieldFault } from "../runs/run.refusals.js";

export type NotPredictableCode =
  | "RUN_NOT_SUCCEEDED"
  | "RECIPE_WITHOUT_PREDICTION"
  | "MODEL_GONE"
  | "MODEL_TOO_LARGE"
  | "MODEL_WITHOUT_PREPARATION"
  | "NOT_ONE_ENSEMBLE";

/** The run has no model that can be asked. */
export class NotPredictable {
  readonly __typename = "NotPredictable";

  constructor(
    readonly code: NotPredictableCode,
    readonly message: string,
  ) {}
}

/** The examples are none that the model can take. Nothing was predicted. */
export class InvalidPredictionInput {
  readonly __typename = "InvalidPredictionInput";
  readonly code = "INVALID_PREDICTION_INPUT";
  readonly message: string;

  constructor(readonly errors: FieldFault[]) {
    this.message = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  }
}
