/** Class probabilities and the truth: `probabilities` is row-major [labels.length, classes.length]; labels are class numbers. */
export interface Scored {
  classes: readonly string[];
  labels: ArrayLike<number>;
  probabilities: Float32Array | Float64Array;
}

/** The most probable class of each row; the first of equals. */
export function predictedLabels({ classes, labels, probabilities }: Scored): Int32Array {
  const width = classes.length;
  const predicted = new Int32Array(labels.length);
  for (let row = 0; row < labels.length; row++) {
    let best = 0;
    for (let c = 1; c < width; c++) if (probabilities[row * width + c] > probabilities[row * width + best]) best = c;
    predicted[row] = best;
  }
  return predicted;
}

/** Probabilities of one class, by row. */
export function scoresOf({ classes, labels, probabilities }: Scored, label: number): Float64Array {
  return Float64Array.from({ length: labels.length }, (_, row) => probabilities[row * classes.length + label]);
}
