import type { TrainerState } from "../runtime/trainer.js";
import type { PairedComparison } from "./paired-comparison.js";

/** How good predictions are. Figures stand at the top level, as numbers or null. */
export interface Report {
  /** What was judged: rows of the test part, episodes, sentences. */
  rows: number;
  /** What is no single figure. `intervals` holds `{ low, high }` by the name of a figure. */
  details?: object;
}

/** A picture of how a model was judged. */
export interface Drawing {
  kind: "CONFUSION_MATRIX" | "ROC" | "FIGURE";
  /** A file's name, e.g. `roc.svg`. */
  name: string;
  svg: string;
}

/** How good each row's prediction is by one figure, and what was to be predicted: only evaluations of the same rows are compared. */
export interface RowScores {
  /** e.g. `accuracy`: 1 for a row that is right and 0 for another. */
  figure: string;
  scores: Float32Array;
  truth: (string | NodeJS.ArrayBufferView)[];
}

/** Judges one kind of predictions, such as class probabilities or forecasts, of whatever recipe. */
export interface Judge<P, R extends Report = Report> {
  /** The figure that a person asks for first. */
  primary: string;
  /** For the way from the worker that trained to the one that judges. */
  encode(predictions: P): TrainerState;
  decode(encoded: TrainerState): P;
  /** Throws a RangeError that says what does not fit. */
  evaluate(predictions: P): R;
  /** How the model does beside the baseline, row by row; null where they did not judge the same rows. */
  compare?(model: P, baseline: P): PairedComparison | null;
  /** Row by row, for comparing one run with another; null where the predictions do not tell which rows they are of. */
  scoreRows?(predictions: P): RowScores | null;
  /** What a person would look at, of the model's predictions, and beside them the baseline's where that tells more. */
  draw(predictions: P, report: R, baseline?: P & { name: string }): Drawing[];
}

/** Keeps the types of predictions and reports while checking the shape of a judge. */
export function judge<P, R extends Report>(it: Judge<P, R>): Judge<P> {
  return it;
}
