/** Rows of equal width, row-major [labels.length, width], with their classes. */
export interface LabelledRows {
  values: Float32Array;
  labels: Int32Array;
  width: number;
}

/**
 * Class probabilities by nearest class centroid, row-major [rows, classes]: the softmax of minus the Euclidean distance to
 * the mean of each class's training rows. What a model has to beat to be worth its training. A class without training rows
 * has probability 0.
 */
export function nearestCentroid(train: LabelledRows, values: Float32Array, classes: number): Float32Array {
  const { width } = train;
  const { centroids, counts } = classMeans(train, classes);
  const rows = values.length / width;
  const probabilities = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const closeness = counts.map((count, c) => (count === 0 ? -Infinity : -distance(values, row, centroids, c, width)));
    const nearest = Math.max(...closeness);
    const odds = closeness.map((value) => Math.exp(value - nearest));
    const total = odds.reduce((sum, value) => sum + value, 0);
    probabilities.set(
      odds.map((value) => value / total),
      row * classes,
    );
  }
  return probabilities;
}

function classMeans({ values, labels, width }: LabelledRows, classes: number) {
  const centroids = new Float64Array(classes * width);
  const counts = new Array<number>(classes).fill(0);
  labels.forEach((label, row) => {
    counts[label] += 1;
    for (let i = 0; i < width; i++) centroids[label * width + i] += values[row * width + i];
  });
  for (let i = 0; i < centroids.length; i++) centroids[i] /= counts[Math.floor(i / width)];
  return { centroids, counts };
}

function distance(values: Float32Array, row: number, centroids: Float64Array, c: number, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += (values[row * width + i] - centroids[c * width + i]) ** 2;
  return Math.sqrt(sum);
}
