/** What a trained model is written as. The keys are GraphQL's names. */
export enum ExportFormat {
  ONNX = "ONNX",
  SAFETENSORS = "SAFETENSORS",
}

/** What its weights are kept in. */
export enum ExportPrecision {
  FLOAT32 = "FLOAT32",
  FLOAT16 = "FLOAT16",
  INT8 = "INT8",
}

const { FLOAT32, FLOAT16, INT8 } = ExportPrecision;
const PRECISIONS = { ONNX: [FLOAT32, INT8], SAFETENSORS: [FLOAT16, INT8] };

/**
 * Precisions that there are of each format. A run's own weights are safetensors in FLOAT32 already; of a recipe that begins with `checkpoints`,
 * SAFETENSORS is such a checkpoint again.
 */
export function precisionsOf(format: ExportFormat, { checkpoints }: { checkpoints?: boolean }): ExportPrecision[] {
  return checkpoints && format === ExportFormat.SAFETENSORS ? [FLOAT32, FLOAT16] : PRECISIONS[format];
}

export enum ExportStatus {
  QUEUED = "QUEUED",
  RUNNING = "RUNNING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
}

/** What became of the model: measured on the run's test part, by the exported file itself. */
export interface ExportReport {
  /** Of the files. */
  bytesBefore: number;
  bytesAfter: number;
  /** What the model is judged by, e.g. accuracy, and its value before and after; null where it has no meaning for these rows. */
  figure: string;
  before: number | null;
  after: number | null;
  /** Largest difference of any output from what the run predicted, over the test part; null where outputs were not compared. */
  largestDifference: number | null;
}

export interface ExportError {
  code: "MODEL_GONE" | "DATASET_UNUSABLE" | "MODEL_WITHOUT_PREPARATION" | "OUTPUTS_DIFFER" | "EXPORT_FAILED";
  message: string;
}
