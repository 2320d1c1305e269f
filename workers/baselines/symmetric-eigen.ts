/** Eigenvalues in falling order, and their orthonormal vectors as rows. */
export interface Eigen {
  values: Float64Array;
  vectors: Float64Array;
}

const SWEEPS = 60;

/**
 * Eigen-decomposition of a symmetric matrix, row-major [size, size], by cyclic Jacobi rotations: accurate, and fast enough for some
 * hundred rows. Source: Golub and Van Loan, "Matrix Computations", 4th edition, section 8.5.
 */
export function symmetricEigen(matrix: Float64Array, size: number): Eigen {
  const a = matrix.slice();
  const rotated = Float64Array.from(a, (_, at) => (at % (size + 1) === 0 ? 1 : 0));
  const scale = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; sweep < SWEEPS && offDiagonal(a, size) > 1e-28 * scale; sweep++)
    for (let p = 0; p < size; p++)
      for (let q = p + 1; q < size; q++) {
        if (a[p * size + q] === 0) continue;
        const tau = (a[q * size + q] - a[p * size + p]) / (2 * a[p * size + q]);
        const tangent = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau));
        const cosine = 1 / Math.hypot(1, tangent);
        rotateColumns(a, size, p, q, cosine, tangent * cosine);
        rotateRows(a, size, p, q, cosine, tangent * cosine);
        rotateRows(rotated, size, p, q, cosine, tangent * cosine);
      }
  const order = Array.from({ length: size }, (_, i) => i).sort((i, j) => a[j * size + j] - a[i * size + i]);
  const vectors = new Float64Array(size * size);
  order.forEach((from, to) => vectors.set(rotated.subarray(from * size, (from + 1) * size), to * size));
  return { values: Float64Array.from(order, (i) => a[i * size + i]), vectors };
}

function offDiagonal(a: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) if (i % (size + 1) !== 0) sum += a[i] * a[i];
  return sum;
}

function rotateRows(a: Float64Array, size: number, p: number, q: number, cosine: number, sine: number): void {
  for (let i = 0; i < size; i++) {
    const [x, y] = [a[p * size + i], a[q * size + i]];
    a[p * size + i] = cosine * x - sine * y;
    a[q * size + i] = sine * x + cosine * y;
  }
}

function rotateColumns(a: Float64Array, size: number, p: number, q: number, cosine: number, sine: number): void {
  for (let i = 0; i < a.length; i += size) {
    const [x, y] = [a[i + p], a[i + q]];
    a[i + p] = cosine * x - sine * y;
    a[i + q] = sine * x + cosine * y;
  }
}
