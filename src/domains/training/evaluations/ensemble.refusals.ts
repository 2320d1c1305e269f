export type NotOneEnsembleCode = "RUN_NOT_SUCCEEDED" | "OTHER_RECIPE" | "OTHER_DATA" | "OTHER_SEED" | "NO_CLASSES";

/** These runs cannot be judged together: their test parts are not the same, or they tell no classes. Nothing was queued. */
export class NotOneEnsemble {
  readonly __typename = "NotOneEnsemble";

  constructor(
    readonly code: NotOneEnsembleCode,
    readonly message: string,
  ) {}
}
