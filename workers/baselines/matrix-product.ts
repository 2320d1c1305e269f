/** A · B, row-major; B has rows of `width` numbers. Four rows of B at a time, so that the result is read and written less often. */
export function product(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const inner = b.length / width;
  const result = new Float64Array((a.length / inner) * width);
  for (let row = 0, from = 0; from < a.length; row += width, from += inner) {
    let k = 0;
    for (; k + 4 <= inner; k += 4) {
      const [f0, f1, f2, f3] = [a[from + k], a[from + k + 1], a[from + k + 2], a[from + k + 3]];
      const [b0, b1, b2, b3] = [k * width, (k + 1) * width, (k + 2) * width, (k + 3) * width];
      for (let i = 0; i < width; i++)
        result[row + i] += f0 * b[b0 + i] + f1 * b[b1 + i] + f2 * b[b2 + i] + f3 * b[b3 + i];
    }
    for (; k < inner; k++) for (let i = 0; i < width; i++) result[row + i] += a[from + k] * b[k * width + i];
  }
  return result;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
