const { abs, exp, log, max, PI, SQRT2 } = Math;

/**
 * The logarithm of the probability that a standard normal number lies in [low, high], exact to about seven digits also
 * far out in the tails. -Infinity for an empty interval.
 */
export function logNormalMass(low: number, high: number): number {
  // In the upper tail both distribution functions round to 1: the mirrored interval has the same mass.
  if (low > 0) return logNormalMass(-high, -low);
  return log(max(0, lowerTail(high) - lowerTail(low)));
}

/** The logarithm of the standard normal density. */
export function logNormalDensity(at: number): number {
  return -0.5 * (at * at + log(2 * PI));
}

/** The probability of a standard normal number below `at`, to a relative error below 1.2e-7. */
export function lowerTail(at: number): number {
  return complementaryError(-at / SQRT2) / 2;
}

/**
 * erfc to a relative error below 1.2e-7 everywhere: the Chebyshev fit of W. H. Press et al., "Numerical Recipes in C",
 * 2nd edition, Cambridge 1992, section 6.2 (erfcc).
 */
function complementaryError(x: number): number {
  const t = 1 / (1 + abs(x) / 2);
  const polynomial = COEFFICIENTS.reduceRight((sum, coefficient) => coefficient + t * sum, 0);
  const tail = t * exp(-x * x + polynomial);
  return x >= 0 ? tail : 2 - tail;
}

const COEFFICIENTS = [
  -1.26551223, 1.00002368, 0.37409196, 0.09678418, -0.18628806, 0.27886807, -1.13520398, 1.48851587, -0.82215223,
  0.17087277,
];
