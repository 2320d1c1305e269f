import { choleskyOf, solved } from "../../src/kernel/statistics/cholesky.js";
import type { LabelledRows } from "./nearest-centroid.js";
import { type FeatureRows, softmaxProbabilities, softmaxRegression } from "./softmax-regression.js";

/** Keeps the bound of the second derivative invertible where a column is a sum of others: the intercept has no penalty. */
const LEAST_CURVATURE = 1e-9;

/** How the weights are held back, and when the search ends; what is left out is as in scikit-learn's LogisticRegression. */
export interface LogisticOptions {
  /** L2 of this strength beside the summed cross-entropy, intercepts free. */
  strength?: number;
  tolerance?: number;
}

/**
 * Class probabilities by multinomial logistic regression, row-major [rows, classes]: what a network has to beat to be worth its
 * hidden layers. It has no randomness.
 *
 * The weights minimise the summed cross-entropy plus half of their squares, as scikit-learn's LogisticRegression does by default. The
 * values should be standardised, for the penalty treats all alike. Each step is a Newton step with a bound in place of the Hessian,
 * ½ · XᵀX / n. Source: Böhning, "Multinomial logistic regression algorithm", Ann. Inst. Stat. Math. 44, 1992.
 */
export function logisticRegression(
  train: LabelledRows,
  values: Float32Array,
  classes: number,
  { strength = 1, tolerance }: LogisticOptions = {},
): Float32Array {
  const { labels, width } = train;
  const rows = denseRows(train.values, width);
  const penalty = strength / labels.length;
  const inputs = width + 1;
  const factor = choleskyOf(curvatureBound(rows, penalty), inputs);
  const stepFor = (gradient: Float64Array) => {
    const step = new Float64Array(gradient.length);
    for (let from = 0; from < gradient.length; from += inputs)
      step.set(solved(factor, gradient.subarray(from, from + inputs), inputs), from);
    return step;
  };
  const model = softmaxRegression({ rows, labels, classes, penalty, stepFor, tolerance });
  return softmaxProbabilities(model, denseRows(values, width));
}

/** Rows of equal width, row-major. */
function denseRows(values: Float32Array, width: number): FeatureRows {
  return {
    count: values.length / width,
    width,
    dot(row, weights, from) {
      let sum = 0;
      for (let i = 0; i < width; i++) sum += weights[from + i] * values[row * width + i];
      return sum;
    },
    add(row, factor, target, from) {
      for (let i = 0; i < width; i++) target[from + i] += factor * values[row * width + i];
    },
  };
}

/** ½ · XᵀX / n with the penalty on its diagonal, where X has a last column of ones. */
function curvatureBound(rows: FeatureRows, penalty: number): Float64Array {
  const inputs = rows.width + 1;
  const bound = new Float64Array(inputs * inputs);
  const row = new Float64Array(inputs);
  for (let at = 0; at < rows.count; at++) {
    row.fill(0);
    rows.add(at, 1, row, 0);
    row[rows.width] = 1;
    for (let i = 0; i < inputs; i++)
      for (let j = 0; j <= i; j++) bound[i * inputs + j] += (row[i] * row[j]) / (2 * rows.count);
  }
  for (let i = 0; i < inputs; i++) bound[i * inputs + i] += i === rows.width ? LEAST_CURVATURE : penalty;
  return bound;
}
