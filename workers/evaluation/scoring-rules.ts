import { type Scored, scoresOf } from "./predictions.js";

/**
 * −ln(probability of the true class) of each row, in nats. Probabilities are kept the type's precision away from 0 and 1,
 * so that one sure mistake does not make it infinite, and each row is scaled to the sum 1.
 */
export function logLosses({ classes, labels, probabilities }: Scored): Float64Array {
  const precision = probabilities instanceof Float32Array ? 2 ** -23 : Number.EPSILON;
  const width = classes.length;
  const clipped = (at: number) => Math.min(Math.max(probabilities[at], precision), 1 - precision);
  return Float64Array.from({ length: labels.length }, (_, row) => {
    let whole = 0;
    for (let c = 0; c < width; c++) whole += clipped(row * width + c);
    return -Math.log(clipped(row * width + labels[row]) / whole);
  });
}

/** Squared error of the second class's probability in each row (Brier, 1950). */
export function brierErrors(scored: Scored): Float64Array {
  return scoresOf(scored, 1).map((score, row) => (score - scored.labels[row]) ** 2);
}

/** Mean of values; with `counts` as though each stood there so many times. */
export function meanOf(values: Float64Array, counts?: Uint32Array): number {
  let [sum, rows] = [0, 0];
  for (let row = 0; row < values.length; row++) {
    const count = counts ? counts[row] : 1;
    sum += count * values[row];
    rows += count;
  }
  return sum / rows;
}
