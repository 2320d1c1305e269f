import { TrainingFailure } from "../runtime/failure.js";
import type { OwnDataFile } from "./own-data.js";

/** Other data than those of the training, to judge a model on: a built-in set by its name, or the users' own. */
export interface JudgedData {
  dataset: string;
  ownData?: OwnDataFile;
}

/** What a classifier knows: its classes, and what it has trained on, each row as a key. */
export interface KnownRows {
  classes: readonly string[];
  trained: ReadonlySet<string>;
}

/** Rows of another data set that a classifier may be judged on. */
export interface UnseenRows {
  rows: Int32Array;
  /** Of every row of the data set: its number among the model's classes. */
  labels: Int32Array;
  /** Rows that are not judged, as the model was trained on them. */
  leftOut: number;
}

/**
 * Every row of another data set that the training has not seen, by its key; rows of the training's validation and test parts may be among
 * them. `among`: the rows that come into question.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where the classes are not the model's, or a class is left without rows to judge by.
 */
export function unseenRows(
  { classes, trained }: KnownRows,
  labels: readonly string[],
  key: (row: number) => string,
  among: readonly number[] = Array.from(labels.keys()),
): UnseenRows {
  const numbers = new Map(classes.map((name, at) => [name, at]));
  const strange = among.find((row) => !numbers.has(labels[row]));
  if (strange !== undefined)
    throw unfit(`it has the class “${labels[strange]}”, and the model knows ${classes.join(", ")}.`);
  const rows = among.filter((row) => !trained.has(key(row)));
  const leftOut = among.length - rows.length;
  const left = new Set(rows.map((row) => labels[row]));
  const missing = classes.find((name) => !left.has(name));
  if (missing !== undefined) {
    const why = leftOut === 0 ? "it has none" : `${leftOut} rows are left out, as the model was trained on them`;
    throw unfit(`no row of the class “${missing}” can be judged: ${why}.`);
  }
  return { rows: Int32Array.from(rows), labels: Int32Array.from(labels, (label) => numbers.get(label) ?? -1), leftOut };
}

/** A data set on which the model cannot be judged; the reason goes on after “…: ”. */
export function unfit(reason: string): TrainingFailure {
  return new TrainingFailure("DATASET_UNUSABLE", `The model cannot be judged on this data set: ${reason}`);
}
