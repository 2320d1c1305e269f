import type { LabelledRows } from "../baselines/nearest-centroid.js";

const ROUNDS = 200;
/** Weight of the squares of the weights, beside the mean cross-entropy: it keeps separable classes from running away. */
const PENALTY = 1e-4;

/**
 * How much of the classes can be read off features by straight lines alone: multinomial logistic regression is fitted to
 * `train`, features standardised by it, and says a class for each row of `values`, row-major [rows, width]. Deterministic.
 *
 * Each round is a Newton step with a bound in place of the Hessian, ½ · XᵀX / n, which needs no step size; Nesterov's momentum hastens it,
 * and starts anew where it leads uphill. Sources: Alain and Bengio, "Understanding intermediate layers using linear classifier
 * probes", 2016; Böhning, "Multinomial logistic regression algorithm", 1992; O'Donoghue and Candès, "Adaptive restart", 2015.
 */
export function linearProbe(train: LabelledRows, values: Float32Array, classes: number): Int32Array {
  const { labels, width } = train;
  const scaled = standardising(train.values, width);
  const known = scaled(train.values);
  const inputs = width + 1;
  const factor = choleskyOf(boundOf(known, inputs), inputs);
  let weights = new Float64Array(classes * inputs);
  let ahead = weights;
  for (let round = 0, momentum = 0; round < ROUNDS; round++, momentum++) {
    const slope = gradient(known, labels, ahead, inputs, classes);
    const next = ahead.slice();
    for (let c = 0; c < classes; c++) {
      const step = solved(factor, slope.subarray(c * inputs, (c + 1) * inputs), inputs);
      for (let i = 0; i < inputs; i++) next[c * inputs + i] -= step[i];
    }
    const uphill = slope.reduce((sum, value, i) => sum + value * (next[i] - weights[i]), 0) > 0;
    if (uphill) momentum = 0;
    const share = momentum / (momentum + 3);
    const before = weights;
    ahead = next.map((value, i) => value + share * (value - before[i]));
    weights = next;
  }
  return likeliest(scaled(values), weights, inputs, classes);
}

/** Standardises rows by mean and deviation of `values`, and adds a 1 to each for the bias. */
function standardising(values: Float32Array, width: number): (rows: Float32Array) => Float64Array {
  const rows = values.length / width;
  const [mean, square] = [new Float64Array(width), new Float64Array(width)];
  values.forEach((value, i) => (mean[i % width] += value / rows));
  values.forEach((value, i) => (square[i % width] += (value - mean[i % width]) ** 2 / rows));
  const scale = square.map((variance) => (variance > 0 ? 1 / Math.sqrt(variance) : 0));
  return (some) => {
    const result = new Float64Array((some.length / width) * (width + 1)).fill(1);
    some.forEach((value, at) => {
      const i = at % width;
      result[Math.floor(at / width) * (width + 1) + i] = (value - mean[i]) * scale[i];
    });
    return result;
  };
}

function boundOf(rows: Float64Array, inputs: number): Float64Array {
  const bound = new Float64Array(inputs * inputs);
  const share = inputs / (2 * rows.length);
  for (let row = 0; row < rows.length; row += inputs)
    for (let i = 0; i < inputs; i++)
      for (let j = 0; j <= i; j++) bound[i * inputs + j] += share * rows[row + i] * rows[row + j];
  for (let i = 0; i < inputs; i++) bound[i * inputs + i] += PENALTY;
  return bound;
}

/** Of the mean cross-entropy with its penalty, row-major [classes, inputs]. */
function gradient(rows: Float64Array, labels: Int32Array, weights: Float64Array, inputs: number, classes: number) {
  const slope = weights.map((weight) => PENALTY * weight);
  const count = labels.length;
  const scores = new Float64Array(classes);
  for (let row = 0; row < count; row++) {
    score(rows, row * inputs, weights, inputs, scores);
    const highest = Math.max(...scores);
    let total = 0;
    for (let c = 0; c < classes; c++) total += scores[c] = Math.exp(scores[c] - highest);
    for (let c = 0; c < classes; c++) {
      const error = (scores[c] / total - (labels[row] === c ? 1 : 0)) / count;
      for (let i = 0; i < inputs; i++) slope[c * inputs + i] += error * rows[row * inputs + i];
    }
  }
  return slope;
}

function likeliest(rows: Float64Array, weights: Float64Array, inputs: number, classes: number): Int32Array {
  const scores = new Float64Array(classes);
  return Int32Array.from({ length: rows.length / inputs }, (_, row) => {
    score(rows, row * inputs, weights, inputs, scores);
    return scores.indexOf(Math.max(...scores));
  });
}

function score(rows: Float64Array, from: number, weights: Float64Array, inputs: number, scores: Float64Array): void {
  for (let c = 0; c < scores.length; c++) {
    let sum = 0;
    for (let i = 0; i < inputs; i++) sum += weights[c * inputs + i] * rows[from + i];
    scores[c] = sum;
  }
}

/** The lower triangle L with L · Lᵀ = `matrix`, which is positive definite and given by its own lower triangle. */
function choleskyOf(matrix: Float64Array, size: number): Float64Array {
  const lower = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i * size + j];
      for (let k = 0; k < j; k++) sum -= lower[i * size + k] * lower[j * size + k];
      lower[i * size + j] = i === j ? Math.sqrt(sum) : sum / lower[j * size + j];
    }
  return lower;
}

/** x with L · Lᵀ · x = `right`. */
function solved(lower: Float64Array, right: Float64Array, size: number): Float64Array {
  const x = right.slice();
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) x[i] -= lower[i * size + k] * x[k];
    x[i] /= lower[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) x[i] -= lower[k * size + i] * x[k];
    x[i] /= lower[i * size + i];
  }
  return x;
}
