import { RandomStreams } from "../../src/kernel/random.js";
import { symmetricEigen } from "./symmetric-eigen.js";

/** The directions in which rows of `width` numbers vary most. */
export interface PrincipalComponents {
  /** Mean of the rows, [width]. */
  mean: Float64Array;
  /** Orthonormal, row-major [count, width], by falling variance. */
  components: Float64Array;
  /** Variance along each, [count]. */
  variances: Float64Array;
}

/** Directions followed beside those asked for: they make the iteration converge fast. */
const SPARE = 32;
const ROUNDS = 100;
/** The iteration ends when a round captures less than this share of variance more. */
const SETTLED = 1e-7;

/**
 * The first `count` principal components of `values`, row-major [rows, width]: eigenvectors of the covariance matrix (divided by the
 * number of rows), by subspace iteration with a Rayleigh–Ritz step at its end. It starts from the same directions every time. Takes
 * O(rows · width²) and, for each round, O(width² · count); rows that are mostly zeros take less.
 *
 * Sources: Hotelling, 1933; Rutishauser, "Simultaneous iteration method for symmetric matrices", Numerische Mathematik 16, 1970.
 */
export function principalComponents(values: Float32Array, width: number, count: number): PrincipalComponents {
  if (count > width) throw new RangeError(`${count} components of rows of ${width} numbers`);
  const { mean, covariance } = momentsOf(values, width);
  const block = Math.min(width, count + SPARE);
  const start = new RandomStreams(0).stream("principal components");
  let basis = orthonormal(
    Float64Array.from({ length: block * width }, () => start.normal()),
    width,
  );
  let image = product(basis, covariance, width);
  let captured = dot(basis, image);
  for (let round = 0; round < ROUNDS; round++) {
    basis = orthonormal(image, width);
    image = product(basis, covariance, width);
    const before = captured;
    captured = dot(basis, image);
    if (captured - before <= SETTLED * captured) break;
  }
  const { values: variances, vectors } = symmetricEigen(product(basis, transposed(image, width), block), block);
  return {
    mean,
    components: product(vectors, basis, width).slice(0, count * width),
    variances: variances.slice(0, count),
  };
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

/** A · B, row-major; B has rows of `width` numbers. */
function product(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const inner = b.length / width;
  const result = new Float64Array((a.length / inner) * width);
  for (let row = 0; row * inner < a.length; row++) {
    const target = result.subarray(row * width, (row + 1) * width);
    for (let k = 0; k < inner; k++) {
      const factor = a[row * inner + k];
      for (let i = 0; i < width; i++) target[i] += factor * b[k * width + i];
    }
  }
  return result;
}

function transposed(a: Float64Array, width: number): Float64Array {
  const rows = a.length / width;
  return Float64Array.from({ length: a.length }, (_, at) => a[(at % rows) * width + Math.floor(at / rows)]);
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}

/** Rows made orthonormal by modified Gram–Schmidt, twice over for accuracy; a row that depends on those before becomes zero. */
function orthonormal(rows: Float64Array, width: number): Float64Array {
  const basis = rows.slice();
  for (let row = 0; row < basis.length; row += width) {
    const vector = basis.subarray(row, row + width);
    const length = Math.sqrt(dot(vector, vector));
    for (const _ of [1, 2])
      for (let before = 0; before < row; before += width) {
        const earlier = basis.subarray(before, before + width);
        const share = dot(vector, earlier);
        for (let i = 0; i < width; i++) vector[i] -= share * earlier[i];
      }
    const left = Math.sqrt(dot(vector, vector));
    const scale = left > 1e-12 * length ? 1 / left : 0;
    for (let i = 0; i < width; i++) vector[i] *= scale;
  }
  return basis;
}
