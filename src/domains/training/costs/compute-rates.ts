/** What an hour of one busy core or GPU draws and costs. `pricePerHour` is a decimal; undefined where nothing is charged. */
export interface ComputeRate {
  watts: number;
  pricePerHour: string | undefined;
}

/** The rates in force on a worker. They are recorded with what is used, so a later change rewrites no history. */
export interface ComputeRates {
  cpu: ComputeRate;
  gpu: ComputeRate;
  /** ISO 4217. */
  currency: string;
}
