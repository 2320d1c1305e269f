import { leastOf } from "./accelerated-descent.js";

/** Rows of features, dense or sparse, as a linear model needs them. */
export interface FeatureRows {
  count: number;
  width: number;
  /** Σ value · weights[from + feature] over the row's features. */
  dot(row: number, weights: Float64Array, from: number): number;
  /** Adds factor · value to target[from + feature] for each of the row's features. */
  add(row: number, factor: number, target: Float64Array, from: number): void;
}

/** A softmax over linear scores: `weights` is row-major [classes, width + 1], the intercept last. */
export interface SoftmaxModel {
  weights: Float64Array;
  classes: number;
}

/** What decides a fit besides the rows. */
export interface SoftmaxFit {
  rows: FeatureRows;
  labels: Int32Array;
  classes: number;
  /** Of half the squares of the weights, beside the mean cross-entropy; intercepts go free. */
  penalty: number;
  /** The step for a gradient; see `leastOf`. */
  stepFor(gradient: Float64Array): Float64Array;
  /** Where to begin; zeros when left out. */
  start?: SoftmaxModel;
  tolerance?: number;
  mostSteps?: number;
}

/** The multinomial logistic regression that minimises the mean cross-entropy plus penalty / 2 · Σw². */
export function softmaxRegression(fit: SoftmaxFit): SoftmaxModel {
  const { rows, classes, stepFor, start, tolerance = 1e-6, mostSteps = 5_000 } = fit;
  const first = start?.weights.slice() ?? new Float64Array(classes * (rows.width + 1));
  const gradientAt = (weights: Float64Array) => gradientOf(fit, weights);
  return { weights: leastOf({ gradientAt, stepFor, tolerance, mostSteps }, first), classes };
}

/** Class probabilities, row-major [rows, classes]. */
export function softmaxProbabilities({ weights, classes }: SoftmaxModel, rows: FeatureRows): Float32Array {
  const probabilities = new Float32Array(rows.count * classes);
  const row = new Float64Array(classes);
  for (let at = 0; at < rows.count; at++) probabilities.set(softmax(rows, at, weights, row), at * classes);
  return probabilities;
}

function gradientOf({ rows, labels, classes, penalty }: SoftmaxFit, weights: Float64Array): Float64Array {
  const { count, width } = rows;
  const gradient = weights.map((weight, i) => (i % (width + 1) === width ? 0 : penalty * weight));
  const row = new Float64Array(classes);
  for (let at = 0; at < count; at++) {
    softmax(rows, at, weights, row);
    for (let c = 0; c < classes; c++) {
      const error = (row[c] - (c === labels[at] ? 1 : 0)) / count;
      rows.add(at, error, gradient, c * (width + 1));
      gradient[c * (width + 1) + width] += error;
    }
  }
  return gradient;
}

/** Probabilities of the row's classes, written into `target`. */
function softmax(rows: FeatureRows, row: number, weights: Float64Array, target: Float64Array): Float64Array {
  const inputs = rows.width + 1;
  let greatest = -Infinity;
  for (let c = 0; c < target.length; c++) {
    target[c] = weights[c * inputs + rows.width] + rows.dot(row, weights, c * inputs);
    greatest = Math.max(greatest, target[c]);
  }
  let total = 0;
  for (let c = 0; c < target.length; c++) total += target[c] = Math.exp(target[c] - greatest);
  for (let c = 0; c < target.length; c++) target[c] /= total;
  return target;
}
