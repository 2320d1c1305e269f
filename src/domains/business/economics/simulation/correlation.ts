import { choleskyOf } from "../../../../kernel/statistics/cholesky.js";

/** How two inputs go together: Spearman's rank correlation. */
export interface Correlation {
  first: string;
  second: string;
  rank: number;
}

/** Below this a pivot is zero but for rounding. */
const LEAST_PIVOT = 1e-8;

/**
 * What independent normal numbers are mixed by, so that what is drawn through them has these rank correlations: the lower triangle of
 * Cholesky's factor, row-major, for a Gaussian copula with r = 2 sin(π ρ / 6). Returns the first input whose correlations contradict
 * those of the inputs before it, when the matrix is not positive definite.
 * Source: W. H. Kruskal, "Ordinal measures of association", JASA 53, 1958.
 */
export function mixingOf(
  inputs: readonly string[],
  correlations: readonly Correlation[],
): Float64Array | { contradicted: string } {
  const size = inputs.length;
  const matrix = new Float64Array(size * size);
  for (let i = 0; i < size; i++) matrix[i * size + i] = 1;
  for (const { first, second, rank } of correlations) {
    const [i, j] = [inputs.indexOf(first), inputs.indexOf(second)];
    const r = 2 * Math.sin((Math.PI * rank) / 6);
    matrix[i * size + j] = r;
    matrix[j * size + i] = r;
  }
  const lower = choleskyOf(matrix, size);
  const contradicted = inputs.findIndex((_, i) => !(lower[i * size + i] > LEAST_PIVOT));
  return contradicted < 0 ? lower : { contradicted: inputs[contradicted] };
}
