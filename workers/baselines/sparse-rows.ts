import type { FeatureRows } from "./softmax-regression.js";

/** A row of which few features are other than 0: their columns, and their values. */
export interface SparseRow {
  indices: Int32Array;
  values: Float64Array;
}

/** Sparse rows of that many columns, none negative, for a linear model. */
export function sparseRows(rows: readonly SparseRow[], width: number): FeatureRows {
  return {
    count: rows.length,
    width,
    dot(row, weights, from) {
      const { indices, values } = rows[row];
      let sum = 0;
      for (let i = 0; i < indices.length; i++) sum += values[i] * weights[from + indices[i]];
      return sum;
    },
    add(row, factor, target, from) {
      const { indices, values } = rows[row];
      for (let i = 0; i < indices.length; i++) target[from + indices[i]] += factor * values[i];
    },
  };
}

/**
 * A bound of the mean cross-entropy's second derivative by column, the intercept's last: ½ · XᵀX / n (Böhning, 1992) is below the
 * diagonal matrix of its own column sums, where X has a last column of ones. Rare columns get long steps by it.
 */
export function curvatureByColumn(rows: FeatureRows): Float64Array {
  const { count, width } = rows;
  const bound = new Float64Array(width + 1);
  const ones = new Float64Array(width).fill(1);
  for (let row = 0; row < count; row++) {
    const share = (rows.dot(row, ones, 0) + 1) / (2 * count);
    rows.add(row, share, bound, 0);
    bound[width] += share;
  }
  return bound;
}
