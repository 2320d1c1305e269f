import { symmetricEigen } from "../baselines/symmetric-eigen.js";

/** Features of pictures or other things, row-major [rows, width]. */
export interface Features {
  values: ArrayLike<number>;
  width: number;
}

/**
 * Fréchet distance between two sets of features, each taken for a Gaussian: |μ₁ − μ₂|² + tr(Σ₁ + Σ₂ − 2(Σ₁^½ Σ₂ Σ₁^½)^½), with unbiased
 * covariances. 0 for equal sets, in the square of the features' unit. The roots come from symmetric eigen-decompositions, so that
 * covariances without full rank do no harm and no imaginary part has to be dropped; what rounding makes negative counts as 0.
 *
 * It falls with the number of rows for reasons of its own: compare distances of equally many. Features are the caller's: the
 * distance is the published FID only on those of Inception.
 * Source: Heusel, Ramsauer, Unterthiner, Nessler and Hochreiter, "GANs trained by a two time-scale update rule", NeurIPS 2017.
 *
 * Throws a RangeError for sets of other widths, of fewer than two rows, or with a feature that is no number.
 */
export function frechetDistance(some: Features, others: Features): number {
  if (some.width !== others.width)
    throw new RangeError(`${some.width} features cannot be compared with ${others.width}`);
  const [a, b] = [gaussianOf(some), gaussianOf(others)];
  const { width } = some;
  const root = squareRoot(a.covariance, width);
  const between = symmetricEigen(symmetric(product(product(root, b.covariance, width), root, width), width), width);
  let distance = 0;
  for (let i = 0; i < width; i++) {
    const spread = a.covariance[i * width + i] + b.covariance[i * width + i];
    distance += (a.mean[i] - b.mean[i]) ** 2 + spread - 2 * Math.sqrt(Math.max(0, between.values[i]));
  }
  return Math.max(0, distance);
}

function gaussianOf({ values, width }: Features): { mean: Float64Array; covariance: Float64Array } {
  const rows = values.length / width;
  if (!Number.isInteger(rows) || rows < 2)
    throw new RangeError(`a covariance needs at least two rows of ${width} features, not ${values.length} numbers`);
  const mean = new Float64Array(width);
  for (let i = 0; i < values.length; i++) mean[i % width] += values[i] / rows;
  if (!mean.every(Number.isFinite)) throw new RangeError("a feature is not a finite number");
  const covariance = new Float64Array(width * width);
  const centred = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) centred[i] = values[row * width + i] - mean[i];
    for (let i = 0; i < width; i++)
      for (let j = 0; j <= i; j++) covariance[i * width + j] += (centred[i] * centred[j]) / (rows - 1);
  }
  for (let i = 0; i < width; i++) for (let j = 0; j < i; j++) covariance[j * width + i] = covariance[i * width + j];
  return { mean, covariance };
}

/** The symmetric root of a symmetric matrix without negative eigenvalues. */
function squareRoot(matrix: Float64Array, size: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, size);
  const root = new Float64Array(size * size);
  for (let k = 0; k < size; k++) {
    const length = Math.sqrt(Math.max(0, values[k]));
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) root[i * size + j] += length * vectors[k * size + i] * vectors[k * size + j];
  }
  return root;
}

function product(a: Float64Array, b: Float64Array, size: number): Float64Array {
  const c = new Float64Array(size * size);
  for (let i = 0; i < size; i++)
    for (let k = 0; k < size; k++) {
      const factor = a[i * size + k];
      for (let j = 0; j < size; j++) c[i * size + j] += factor * b[k * size + j];
    }
  return c;
}

/** Rounding leaves a product a little lopsided. */
function symmetric(matrix: Float64Array, size: number): Float64Array {
  return matrix.map((value, at) => (value + matrix[(at % size) * size + Math.floor(at / size)]) / 2);
}
