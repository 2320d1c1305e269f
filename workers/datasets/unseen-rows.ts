import { TrainingFailure } from "../runtime/failure.js";
import type { OwnDataFile } from "./own-data.js";

/** Other data than those of the training, to judge a model on: a built-in set by its name, or the users' own. */
export interface JudgedData {
  dataset: string;
  ownData?: OwnDataFile;
}

/** What a model is judged on: these rows of the data, prepared as the training's rows were. */
export interface Tested<D> {
  data: D;
  rows: Int32Array;
  /** Rows of another data set that are not judged, as the model was trained on them; undefined of the training's own. */
  leftOut?: number;
}

/** What `predict` judges: the test part, or where other data are asked for, what `elsewhere` finds in them that the training has not seen. */
export async function judgedPart<T extends { leftOut?: number }>(
  { judgedOn }: { judgedOn?: JudgedData },
  test: T,
  elsewhere: (dataset: string, own: OwnDataFile | undefined) => Promise<T & { leftOut: number }>,
): Promise<T> {
  return judgedOn ? elsewhere(judgedOn.dataset, judgedOn.ownData) : test;
}

/**
 * Those of the rows, or whatever `what` calls them, that the training has not seen; some of its validation and test parts may be among them.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where it has seen all of them.
 */
export function unseenRows(
  among: Iterable<number>,
  seen: (row: number) => boolean,
  what = "rows",
): { rows: Int32Array; leftOut: number } {
  const all = [...among];
  const rows = all.filter((row) => !seen(row));
  if (rows.length === 0) throw unfit(`the model was trained on all of its ${all.length} ${what}.`);
  return { rows: Int32Array.from(rows), leftOut: all.length - rows.length };
}

/**
 * Numbers that the model has for these rows' classes; −1 for rows that do not come into question.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where it does not know one.
 */
export function knownLabels(
  classes: readonly string[],
  names: readonly string[],
  among: Iterable<number> = names.keys(),
): Int32Array {
  const numbers = new Map(classes.map((name, at) => [name, at]));
  const labels = new Int32Array(names.length).fill(-1);
  for (const row of among) {
    const label = numbers.get(names[row]);
    if (label === undefined)
      throw unfit(`it has the class “${names[row]}”, and the model knows ${classes.join(", ")}.`);
    labels[row] = label;
  }
  return labels;
}

interface Labelled {
  labels: Int32Array;
  classes: readonly string[];
}

/** The same data with the model's classes. Throws as `knownLabels` does. */
export function labelledAs<D extends Labelled>(data: D, classes: readonly string[]): D {
  const names = Array.from(data.labels, (label) => data.classes[label]);
  return { ...data, classes, labels: knownLabels(classes, names) };
}

/**
 * The same, which a classifier can be judged on.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where a class is left without rows to judge by.
 */
export function ofEveryClass<D extends Labelled, T extends Tested<D> & { leftOut: number }>(tested: T): T {
  const { data, rows, leftOut } = tested;
  const left = new Set(Array.from(rows, (row) => data.labels[row]));
  const missing = data.classes.find((_, label) => !left.has(label));
  if (missing === undefined) return tested;
  const why = leftOut === 0 ? "it has none" : `${leftOut} rows are left out, as the model was trained on them`;
  throw unfit(`no row of the class “${missing}” can be judged: ${why}.`);
}

/** A data set on which the model cannot be judged; the reason goes on after “…: ”. */
export function unfit(reason: string): TrainingFailure {
  return new TrainingFailure("DATASET_UNUSABLE", `The model cannot be judged on this data set: ${reason}`);
}
