/** From here on the continued fraction is more exact than the series, and needs few terms. */
const SERIES_TO = 2.5;

/**
 * ln erfc(x), to about 1e-13 and without underflow, where erfc(x) = 2/√π ∫ₓ^∞ exp(−t²) dt.
 * Source: Abramowitz and Stegun, Handbook of Mathematical Functions, 7.1.6 (series) and 7.1.14 (continued fraction).
 */
export function logErfc(x: number): number {
  if (x < 0) return Math.log(2 - Math.exp(logErfc(-x)));
  return x < SERIES_TO ? Math.log1p(-erfBySeries(x)) : -x * x + Math.log(scaledErfc(x));
}

/** erf(x) = 2/√π · exp(−x²) · Σ 2ⁿ x²ⁿ⁺¹ / (1 · 3 · … · (2n + 1)), all of whose terms are positive. */
function erfBySeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; term > sum * Number.EPSILON; n++) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

const FRACTION_TERMS = 60;

/** exp(x²) · erfc(x) = 1/√π · 1 / (x + (1/2) / (x + 1 / (x + (3/2) / (x + …)))), worked out from its far end. */
function scaledErfc(x: number): number {
  let fraction = x;
  for (let n = FRACTION_TERMS; n > 0; n--) fraction = x + n / 2 / fraction;
  return 1 / (Math.sqrt(Math.PI) * fraction);
}
