import type { FieldFault } from "../runs/run.refusals.js";

/** The sweep asks for something that the recipe does not offer, or for too much. Nothing was launched. */
export class InvalidSweep {
  readonly __typename = "InvalidSweep";
  readonly code = "INVALID_SWEEP";
  readonly message: string;

  constructor(readonly errors: FieldFault[]) {
    this.message = errors.map(({ field, message }) => `${field}: ${message}`).join("; ");
  }
}
