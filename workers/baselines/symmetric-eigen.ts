import { dot } from "./matrix-product.js";

/** Eigenvalues in falling order, and their orthonormal vectors as rows. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array;
}

/** A symmetric matrix as QᵀTQ: T has `diagonal` and, above and below it, `beside`; Q is orthogonal, row-major. */
interface Tridiagonal {
  diagonal: Float64Array;
  beside: Float64Array;
  q: Float64Array;
}

/** An eigenvalue needs two or three. */
const STEPS = 60;

/**
 * Eigen-decomposition of a symmetric matrix, row-major [size, size], by Householder's reduction to three diagonals and QR steps with
 * Wilkinson's shift. Takes O(size³): a hundred rows take milliseconds, a thousand seconds. Errors are of the order of rounding beside
 * the greatest eigenvalue. Source: Golub and Van Loan, "Matrix Computations", 4th edition, algorithms 8.3.1 to 8.3.3.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const reduced = tridiagonal(matrix.slice(), size);
  const { diagonal, beside, q } = reduced;
  const nothing = (at: number) =>
    Math.abs(beside[at]) <= Number.EPSILON * (Math.abs(diagonal[at]) + Math.abs(diagonal[at + 1]));
  let end = size - 1;
  for (let steps = 0; end > 0 && steps < STEPS * size; steps++) {
    if (nothing(end - 1)) {
      end--;
      continue;
    }
    let start = end - 1;
    while (start > 0 && !nothing(start - 1)) start--;
    step(reduced, size, start, end);
  }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => diagonal[j] - diagonal[i]);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(q.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (i) => diagonal[i]), vectors };
}

/** Mirrors what follows each row and column, so that these keep a single entry beside the diagonal. Overwrites `a`. */
function tridiagonal(a: Float64Array, size: number): Tridiagonal {
  const q = new Float64Array(size * size);
  for (let i = 0; i < size; i++) q[i * (size + 1)] = 1;
  const beside = new Float64Array(Math.max(0, size - 1));
  for (let k = 0; k + 1 < size; k++) {
    const { kept, normal } = mirrored(a.subarray(k * size + k + 1, (k + 1) * size));
    beside[k] = kept;
    if (!normal) continue;
    const image = weighed(a, normal, size, k + 1).subarray(k + 1);
    const along = dot(normal, image);
    for (let i = 0; i < normal.length; i++) image[i] -= along * normal[i];
    for (let i = 0; i < normal.length; i++)
      for (let j = 0, at = (k + 1 + i) * size + k + 1; j < normal.length; j++, at++)
        a[at] -= 2 * (normal[i] * image[j] + image[i] * normal[j]);
    const sum = weighed(q, normal, size, k + 1);
    for (let i = 0; i < normal.length; i++)
      for (let j = 0, at = (k + 1 + i) * size; j < size; j++, at++) q[at] -= 2 * normal[i] * sum[j];
  }
  return { diagonal: Float64Array.from({ length: size }, (_, i) => a[i * (size + 1)]), beside, q };
}

/** The mirror that leaves a vector its first entry alone: what that becomes, and the normal, of length 1; none where nothing is to be done. */
function mirrored(vector: Float64Array): { kept: number; normal?: Float64Array } {
  const length = Math.sqrt(dot(vector, vector));
  if (length === Math.abs(vector[0])) return { kept: vector[0] };
  const kept = vector[0] < 0 ? length : -length;
  const normal = vector.slice();
  normal[0] -= kept;
  const scale = 1 / Math.sqrt(dot(normal, normal));
  return { kept, normal: normal.map((entry) => entry * scale) };
}

/** The sum of a matrix's rows from `first` on, by weights. */
function weighed(matrix: Float64Array, weights: Float64Array, size: number, first: number): Float64Array {
  const sum = new Float64Array(size);
  weights.forEach((weight, i) => {
    for (let j = 0, at = (first + i) * size; j < size; j++, at++) sum[j] += weight * matrix[at];
  });
  return sum;
}

/** One implicit QR step on the rows from `start` to `end`. */
function step({ diagonal, beside, q }: Tridiagonal, size: number, start: number, end: number): void {
  const half = (diagonal[end - 1] - diagonal[end]) / 2;
  const last = beside[end - 1];
  const shift = diagonal[end] - last ** 2 / (half + (half < 0 ? -1 : 1) * Math.hypot(half, last));
  let [kept, gone] = [diagonal[start] - shift, beside[start]];
  for (let k = start; k < end; k++) {
    const length = Math.hypot(kept, gone);
    const [cosine, sine] = length === 0 ? [1, 0] : [kept / length, gone / length];
    if (k > start) beside[k - 1] = length;
    const [a, b, c] = [diagonal[k], beside[k], diagonal[k + 1]];
    diagonal[k] = cosine ** 2 * a + 2 * cosine * sine * b + sine ** 2 * c;
    diagonal[k + 1] = sine ** 2 * a - 2 * cosine * sine * b + cosine ** 2 * c;
    beside[k] = cosine * sine * (c - a) + (cosine ** 2 - sine ** 2) * b;
    kept = beside[k];
    if (k + 1 < end) {
      gone = sine * beside[k + 1];
      beside[k + 1] *= cosine;
    }
    rotate(q.subarray(k * size, (k + 1) * size), q.subarray((k + 1) * size, (k + 2) * size), cosine, sine);
  }
}

function rotate(row: Float64Array, next: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < row.length; i++) {
    const [x, y] = [row[i], next[i]];
    row[i] = cosine * x + sine * y;
    next[i] = cosine * y - sine * x;
  }
}
