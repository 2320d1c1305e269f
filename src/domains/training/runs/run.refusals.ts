/** What is wrong with one field of a launch. */
export interface FieldFault {
  /** Path within the input, e.g. `parameters.epochs`. */
  field: string;
  code:
    | "UNKNOWN_RECIPE"
    | "UNKNOWN_DATASET"
    | "UNFIT_DATASET"
    | "UNKNOWN_PARAMETER"
    | "OUT_OF_RANGE"
    | "WRONG_TYPE"
    | "FIXED_BY_CHECKPOINT"
    | "INVALID";
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

/** What an organisation has a limited amount of. The keys are GraphQL's names. */
export enum QuotaKind {
  ACTIVE_RUNS = "ACTIVE_RUNS",
  COMPUTE_SECONDS = "COMPUTE_SECONDS",
  SWEEPS = "SWEEPS",
  EVALUATIONS = "EVALUATIONS",
  DATASET_MEGABYTES = "DATASET_MEGABYTES",
  ECONOMIC_MODELS = "ECONOMIC_MODELS",
  ECONOMIC_SCENARIOS = "ECONOMIC_SCENARIOS",
  SIMULATIONS = "SIMULATIONS",
}

/** The organisation has used what it may. Nothing was queued. */
export class QuotaExceeded {
  readonly __typename = "QuotaExceeded";
  readonly code = "QUOTA_EXCEEDED";
  readonly message: string;

  constructor(
    readonly quota: QuotaKind,
    readonly limit: number,
    readonly used: number,
    /** When there is room again, where that is known; a run that ends makes room at any time. */
    readonly resetsAt: Date | null = null,
  ) {
    this.message = SAID[quota](limit, used);
  }
}

const SAID: Record<QuotaKind, (limit: number, used: number) => string> = {
  ACTIVE_RUNS: (limit, used) => `${used} training runs are queued or running, and your organisation may have ${limit}.`,
  COMPUTE_SECONDS: (limit, used) =>
    `Your organisation has used ${used} compute seconds this month, and it may use ${limit}.`,
  EVALUATIONS: (limit, used) => `${used} evaluations are under way, and your organisation may have ${limit}.`,
  DATASET_MEGABYTES: (limit, used) =>
    `Your organisation's own data take ${used} MB, with this file, and may take ${limit}; delete what is not needed.`,
  ECONOMIC_MODELS: (limit, used) => `There are ${used} economic models, and your organisation may have ${limit}.`,
  ECONOMIC_SCENARIOS: (limit, used) => `The model has ${used} scenarios, and may have ${limit}.`,
  SIMULATIONS: (limit, used) => `${used} simulations are under way, and your organisation may have ${limit}.`,
  SWEEPS: (limit, used) => `${used} sweeps are under way, and your organisation may have ${limit}.`,
};

/** The idempotency key was used before, for another input. Nothing was queued. */
export class IdempotencyConflict {
  readonly __typename = "IdempotencyConflict";
  readonly code = "IDEMPOTENCY_CONFLICT";
  readonly message: string;

  constructor(key: string) {
    this.message = `The idempotency key ${key} was used for another input: use a new key for a new one.`;
  }
}
