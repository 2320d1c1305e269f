import { logisticRegression } from "../baselines/logistic-regression.js";
import type { LabelledRows } from "../baselines/nearest-centroid.js";
import { predictedLabels } from "./predictions.js";

/** L2 for each row: it keeps separable classes from running away. */
const STRENGTH_PER_ROW = 1e-4;
/** Classes need no more digits. */
const TOLERANCE = 1e-4;

/**
 * How much of the classes can be read off features by straight lines alone: multinomial logistic regression is fitted to
 * `train`, features standardised by it, and says a class for each row of `values`, row-major [rows, width]. Deterministic.
 * Source: Alain and Bengio, "Understanding intermediate layers using linear classifier probes", 2016.
 */
export function linearProbe(train: LabelledRows, values: Float32Array, classes: number): Int32Array {
  const { labels, width } = train;
  const scaled = standardising(train.values, width);
  const options = { strength: STRENGTH_PER_ROW * labels.length, tolerance: TOLERANCE };
  const probabilities = logisticRegression(
    { ...train, values: scaled(train.values) },
    scaled(values),
    classes,
    options,
  );
  const names = Array.from({ length: classes }, (_, label) => String(label));
  return predictedLabels({ classes: names, labels: new Int32Array(values.length / width), probabilities });
}

/** Standardises rows by mean and deviation of `values`; a column without any becomes 0. */
function standardising(values: Float32Array, width: number): (rows: Float32Array) => Float32Array {
  const rows = values.length / width;
  const [mean, square] = [new Float64Array(width), new Float64Array(width)];
  values.forEach((value, i) => (mean[i % width] += value / rows));
  values.forEach((value, i) => (square[i % width] += (value - mean[i % width]) ** 2 / rows));
  const scale = square.map((variance) => (variance > 0 ? 1 / Math.sqrt(variance) : 0));
  return (some) => some.map((value, at) => (value - mean[at % width]) * scale[at % width]);
}
