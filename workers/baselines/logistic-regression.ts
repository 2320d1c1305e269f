import type { LabelledRows } from "./nearest-centroid.js";

/** What ends the search for the minimum: a gradient that is nowhere longer than this, or so many steps. */
const TOLERANCE = 1e-6;
const MOST_STEPS = 5_000;

/** A softmax over linear scores: `weights` is row-major [classes, width + 1], the intercept last. */
interface LinearModel {
  weights: Float64Array;
  classes: number;
  width: number;
}

/**
 * Class probabilities by multinomial logistic regression, row-major [rows, classes]: what a network has to beat to be worth its
 * hidden layers. It has no randomness.
 *
 * The weights minimise the summed cross-entropy plus half of their squares (L2 of strength 1, intercepts free), as
 * scikit-learn's LogisticRegression does by default. The values should be standardised, for the penalty treats all alike.
 */
export function logisticRegression(train: LabelledRows, values: Float32Array, classes: number): Float32Array {
  const model = fitted(train, classes);
  const probabilities = new Float32Array((values.length / train.width) * classes);
  const row = new Float64Array(classes);
  for (let at = 0; at * classes < probabilities.length; at++)
    probabilities.set(softmax(model, values, at, row), at * classes);
  return probabilities;
}

/**
 * Nesterov's accelerated gradient descent, begun anew whenever its momentum points uphill. The step is 1 / L, with L a bound of the
 * second derivative: half the greatest eigenvalue of XᵀX / n (Böhning, 1992), itself bounded by the greatest row sum, and the penalty.
 *
 * Source: O'Donoghue and Candès, "Adaptive restart for accelerated gradient schemes", Found. Comput. Math. 15, 2015.
 */
function fitted(train: LabelledRows, classes: number): LinearModel {
  const { width } = train;
  const penalty = 1 / train.labels.length;
  const step = 1 / (greatestRowSum(train) / 2 + penalty);
  let weights = new Float64Array(classes * (width + 1));
  let ahead = weights.slice();
  let momentum = 1;
  for (let steps = 0; steps < MOST_STEPS; steps++) {
    const gradient = gradientAt({ weights: ahead, classes, width }, train, penalty);
    if (gradient.every((value) => Math.abs(value) < TOLERANCE)) break;
    const next = ahead.map((value, i) => value - step * gradient[i]);
    const uphill = gradient.reduce((sum, value, i) => sum + value * (next[i] - weights[i]), 0) > 0;
    const grown = uphill ? 1 : (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    const share = uphill ? 0 : (momentum - 1) / grown;
    const last = weights;
    ahead = next.map((value, i) => value + share * (value - last[i]));
    [weights, momentum] = [next, grown];
  }
  return { weights: ahead, classes, width };
}

/** Of the mean cross-entropy with penalty / 2 · Σw², intercepts left out. */
function gradientAt(model: LinearModel, { values, labels }: LabelledRows, penalty: number): Float64Array {
  const { weights, classes, width } = model;
  const gradient = weights.map((weight, i) => (i % (width + 1) === width ? 0 : penalty * weight));
  const row = new Float64Array(classes);
  for (let at = 0; at < labels.length; at++) {
    softmax(model, values, at, row);
    for (let c = 0; c < classes; c++) {
      const error = (row[c] - (c === labels[at] ? 1 : 0)) / labels.length;
      const from = c * (width + 1);
      for (let i = 0; i < width; i++) gradient[from + i] += error * values[at * width + i];
      gradient[from + width] += error;
    }
  }
  return gradient;
}

/** Probabilities of the row's classes, written into `target`. */
function softmax(
  { weights, width }: LinearModel,
  values: Float32Array,
  row: number,
  target: Float64Array,
): Float64Array {
  for (let c = 0; c < target.length; c++) {
    const from = c * (width + 1);
    let score = weights[from + width];
    for (let i = 0; i < width; i++) score += weights[from + i] * values[row * width + i];
    target[c] = score;
  }
  const greatest = target.reduce((a, b) => Math.max(a, b));
  target.forEach((score, c) => (target[c] = Math.exp(score - greatest)));
  const total = target.reduce((sum, odds) => sum + odds, 0);
  target.forEach((odds, c) => (target[c] = odds / total));
  return target;
}

/** Greatest sum of magnitudes in a row of XᵀX / n, where X has a last column of ones. */
function greatestRowSum({ values, labels, width }: LabelledRows): number {
  const size = width + 1;
  const products = new Float64Array(size * size);
  const row = new Float64Array(size).fill(1);
  for (let at = 0; at < labels.length; at++) {
    for (let i = 0; i < width; i++) row[i] = values[at * width + i];
    for (let i = 0; i < size; i++) for (let j = 0; j < size; j++) products[i * size + j] += row[i] * row[j];
  }
  const sums = Array.from(row.keys(), (i) =>
    products.subarray(i * size, (i + 1) * size).reduce((sum, product) => sum + Math.abs(product), 0),
  );
  return Math.max(...sums) / labels.length;
}
