/** What is wrong with one field of a launch. */
export interface FieldFault {
  /** Path within the input, e.g. `parameters.epochs`. */
  field: string;
  code: "UNKNOWN_RECIPE" | "UNKNOWN_DATASET" | "UNKNOWN_PARAMETER" | "OUT_OF_RANGE" | "WRONG_TYPE" | "INVALID";
  message: string;
}

/** The launch asks for something that the recipe does not offer. Nothing was queued. */
export class InvalidParameters {
  readonly __typename = "InvalidParameters";
  readonly code = "INVALID_PARAMETERS";
  readonly message: string;

  constructor(readonly errors: FieldFault[]) {
    this.message = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  }
}

/** The organisation has as many runs queued or running as it may. */
export class QuotaExceeded {
  readonly __typename = "QuotaExceeded";
  readonly code = "QUOTA_EXCEEDED";
  readonly message: string;

  constructor(
    readonly limit: number,
    /** When there is room again, where that is known; a run that ends makes room at any time. */
    readonly resetsAt: Date | null = null,
  ) {
    this.message = `${limit} training runs are queued or running already, as many as your organisation may have at once.`;
  }
}

/** The idempotency key was used before, for another input. Nothing was queued. */
export class IdempotencyConflict {
  readonly __typename = "IdempotencyConflict";
  readonly code = "IDEMPOTENCY_CONFLICT";
  readonly message: string;

  constructor(key: string) {
    this.message = `The idempotency key ${key} was used for another input: use a new key for a new run.`;
  }
}
