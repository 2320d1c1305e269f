export type NotExportableCode = "RUN_NOT_SUCCEEDED" | "RECIPE_WITHOUT_EXPORT" | "PRECISION_NOT_OFFERED";

/** The run has no model that could be written so. Nothing was queued. */
export class NotExportable {
  readonly __typename = "NotExportable";

  constructor(
    readonly code: NotExportableCode,
    readonly message: string,
  ) {}
}
