/** What a finished run has measured that others may calculate with. The keys are GraphQL's names. */
export enum MeasuredFigure {
  /** In money; there where all that it used had a price. */
  COST = "COST",
  COMPUTE_HOURS = "COMPUTE_HOURS",
  GPU_HOURS = "GPU_HOURS",
  /** Training examples in a second; there where the recipe counts them. */
  SAMPLES_PER_SECOND = "SAMPLES_PER_SECOND",
  ENERGY_KWH = "ENERGY_KWH",
}

/** A measured amount, as decimal text. */
export interface Measured {
  amount: string;
  currency?: string;
}

/** A run as others calculate with it. */
export interface MeasuredRun {
  id: string;
  name: string;
  succeeded: boolean;
  figures: Partial<Record<MeasuredFigure, Measured>>;
}
