import type { RandomStream } from "../../../src/kernel/random.js";
import type { Split } from "../../datasets/split.js";
import type { LabelledTable } from "../../../src/domains/training/datasets/formats/table.js";
import { filledNumbers, oneHotCategories, standardisedNumbers } from "./column-steps.js";
import { type Draft, type Feature, type Step, unusable } from "./draft.js";
import { chosenLabels, completeRows, labelledRows, shuffledRows, splitRows } from "./row-steps.js";

/** What a run decides about its preparation. */
export interface PreparationChoice {
  missing: "drop" | "median";
  /** See `chosenLabels`. */
  labels: string;
}

/** A table as a network takes it. Rows keep the numbers that they have in the table; those of no part are not to be read. */
export interface PreparedTable {
  classes: string[];
  /** Class by row of the table; −1 where there is none. */
  labels: Int32Array;
  features: readonly Feature[];
  split: Split;
}

/** The preparation, first step first. */
export function stepsOf({ missing, labels }: PreparationChoice, random: RandomStream): Step[] {
  return [
    labelledRows(),
    chosenLabels(labels),
    ...(missing === "drop" ? [completeRows()] : []),
    shuffledRows(random),
    splitRows(),
    ...(missing === "median" ? [filledNumbers()] : []),
    standardisedNumbers(),
    oneHotCategories(),
  ];
}

/**
 * Takes a table through the steps, and logs each with the rows before and after it. Classes and features come out in alphabetical
 * order, and in that of the columns, numbers first.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE with what to do, where a table cannot be learnt from.
 */
export function prepare(table: LabelledTable, steps: readonly Step[], log: (line: string) => void): PreparedTable {
  const { columns, labels: given } = table;
  let draft: Draft = { columns, labels: given, rows: Array.from(table.labels.keys()), features: [] };
  steps.forEach(({ name, take }, at) => {
    const { note, ...after } = take(draft);
    log(`${at + 1}. ${name}: ${draft.rows.length} → ${after.rows.length} rows${note ? ` (${note})` : ""}`);
    if (after.rows.length === 0) throw unusable(`No row is left after the step “${name}”.`);
    draft = after;
  });
  const { rows, split, features } = draft;
  if (!split) throw new Error("no step has split the rows");
  const classes = [...new Set(rows.map((row) => draft.labels[row]))].sort();
  const labels = Int32Array.from(draft.labels, (label) => classes.indexOf(label));
  return { classes, labels, features, split };
}

/** Features of these rows, row-major [rows, features]. */
export function featuresOf({ features }: PreparedTable, rows: Int32Array): Float32Array {
  const matrix = new Float32Array(rows.length * features.length);
  rows.forEach((row, at) => features.forEach(({ values }, i) => (matrix[at * features.length + i] = values[row])));
  return matrix;
}

/** Classes of these rows. */
export function labelsOf({ labels }: PreparedTable, rows: Int32Array): Int32Array {
  return rows.map((row) => labels[row]);
}
