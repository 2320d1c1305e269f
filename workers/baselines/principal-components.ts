import { BLOCK, KrylovSpace } from "./krylov-space.js";
import { product } from "./matrix-product.js";

/** The directions in which rows of `width` numbers vary most. */
export interface PrincipalComponents {
  /** Mean of the rows, [width]. */
  mean: Float64Array;
  /** Orthonormal, row-major [count, width], by falling variance. */
  components: Float64Array;
  /** Variance along each, [count]. */
  variances: Float64Array;
}

/** The space grows to so many times its size until that captures less than this share of variance more. */
const [GROWTH, SETTLED] = [1.5, 1e-7];

/**
 * The first `count` principal components of `values`, row-major [rows, width]: eigenvectors of the covariance matrix (divided by the
 * number of rows), by the Rayleigh–Ritz method in a block Krylov space that grows until it captures them. It starts from the same
 * directions every time. Takes O(rows · width²), less where rows are mostly zeros, and O(width² · count).
 *
 * Sources: Hotelling, 1933; Golub and Underwood, "The block Lanczos method for computing eigenvalues", 1977; Musco and Musco,
 * "Randomized block Krylov methods for stronger and faster approximate singular value decomposition", 2015.
 */
export function principalComponents(values: Float32Array, width: number, count: number): PrincipalComponents {
  if (count > width) throw new RangeError(`${count} components of rows of ${width} numbers`);
  const { mean, covariance } = momentsOf(values, width);
  const space = new KrylovSpace(covariance, width);
  let found = space.grown(count + BLOCK);
  for (let before = -1; space.size < width;) {
    const captured = total(found.values.subarray(0, count));
    if (captured - before <= SETTLED * captured) break;
    before = captured;
    found = space.grown(space.size * GROWTH);
  }
  const components = product(found.vectors.subarray(0, count * space.size), space.basis, width);
  return { mean, components, variances: found.values.slice(0, count) };
}

/** Scores of rows along the components, row-major [rows, count]. */
export function projected({ mean, components, variances }: PrincipalComponents, values: Float32Array): Float32Array {
  const [width, count] = [mean.length, variances.length];
  const scores = new Float32Array((values.length / width) * count);
  for (let at = 0; at < scores.length; at++) {
    const [row, component] = [Math.floor(at / count) * width, (at % count) * width];
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (values[row + i] - mean[i]) * components[component + i];
    scores[at] = sum;
  }
  return scores;
}

/** Rows, row-major [rows, width], from their scores: the nearest ones that the components can make. */
export function restored({ mean, components, variances }: PrincipalComponents, scores: Float32Array): Float32Array {
  const [width, count] = [mean.length, variances.length];
  const rows = scores.length / count;
  const values = new Float32Array(rows * width);
  for (let row = 0; row < rows; row++) {
    const sum = mean.slice();
    for (let component = 0; component < count; component++) {
      const score = scores[row * count + component];
      for (let i = 0; i < width; i++) sum[i] += score * components[component * width + i];
    }
    values.set(sum, row * width);
  }
  return values;
}

/** Mean and covariance from sums of squares in float64, where zeros cost nothing. */
function momentsOf(values: Float32Array, width: number): { mean: Float64Array; covariance: Float64Array } {
  const rows = values.length / width;
  const mean = new Float64Array(width);
  const covariance = new Float64Array(width * width);
  for (let row = 0; row < values.length; row += width) {
    for (let i = 0; i < width; i++) {
      const value = values[row + i];
      if (value === 0) continue;
      mean[i] += value / rows;
      for (let j = 0; j <= i; j++) covariance[i * width + j] += (value * values[row + j]) / rows;
    }
  }
  for (let i = 0; i < width; i++)
    for (let j = 0; j <= i; j++) covariance[j * width + i] = covariance[i * width + j] -= mean[i] * mean[j];
  return { mean, covariance };
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
