import type { Column } from "../../../src/domains/training/datasets/formats/table.js";
import type { Split } from "../../datasets/split.js";
import { TrainingFailure } from "../../runtime/failure.js";

/** One number of what a network sees of a row, by row of the table. */
export interface Feature {
  name: string;
  values: Float32Array;
  /** How any row has it; a number's mean and standard deviation are those of the training part, in its own unit. */
  source: FeatureSource;
}

/** Where a feature's value comes from: a number of its column, standardised, or whether its column has that name. */
export type FeatureSource =
  | { type: "number"; column: string; mean: number; deviation: number; filledWith?: number }
  | { type: "category"; column: string; category: string };

/** A table on its way to a network. Arrays have an entry for each row of the table, kept or not; steps make new ones. */
export interface Draft {
  /** Not yet features. */
  columns: readonly Column[];
  labels: readonly string[];
  /** Rows that are kept, in the order that they have now. */
  rows: readonly number[];
  /** Undefined until the rows are split. */
  split?: Split;
  features: readonly Feature[];
  /** What gaps in columns of numbers were filled with. */
  fillings?: Readonly<Record<string, number>>;
}

/** One step of a preparation. It changes nothing that it is given, and `note` tells what it has done besides dropping rows. */
export interface Step {
  name: string;
  take(draft: Draft): Draft & { note?: string };
}

/** The training part, which alone may tell a step what to do. Throws where rows are not split yet. */
export function trainingRows({ split }: Draft): Int32Array {
  if (!split) throw new Error("rows are split before their values are looked at");
  return split.train;
}

/** The table cannot be learnt from as it is; `message` says what to do. */
export function unusable(message: string): TrainingFailure {
  return new TrainingFailure("DATASET_UNUSABLE", message);
}
