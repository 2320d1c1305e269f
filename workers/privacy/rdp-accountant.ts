import { logErfc } from "./error-function.js";

/** A step of noisy gradient descent: it takes every row with the probability `sampleRate`, by itself. */
export interface NoisyStep {
  /** From 0 to 1. */
  sampleRate: number;
  /** Standard deviation of the noise over the norm that a row's gradient is clipped to; 0 protects nothing. */
  noiseMultiplier: number;
}

/** What has been told about any one row: (ε, δ)-differential privacy, and the order of the divergence that proves it. */
export interface PrivacySpent {
  epsilon: number;
  delta: number;
  order: number;
}

/** Orders of the Rényi divergence that are tried; the best of them gives the bound. */
const ORDERS = [
  ...Array.from({ length: 99 }, (_, at) => 1 + (at + 1) / 10),
  ...Array.from({ length: 52 }, (_, at) => 12 + at),
];

/** Terms of the infinite sum for a fractional order that are smaller than its exponential are left out. */
const NEGLIGIBLE = -30;

/**
 * Accounts for what equal steps tell of any row, in Rényi divergences, which add up. It holds for steps that draw each row independently
 * (Poisson sampling); for shuffled batches it is an approximation.
 *
 * Sources: Mironov, Talwar and Zhang, "Rényi differential privacy of the sampled Gaussian mechanism", 2019 (the divergence);
 * Balle et al., "Hypothesis testing interpretations and Rényi differential privacy", AISTATS 2020, theorem 21 (from it to ε).
 */
export class PrivacyAccountant {
  /** Divergence of one step for each order. */
  private readonly divergences: number[];

  constructor({ sampleRate, noiseMultiplier }: NoisyStep) {
    const told = (order: number) => divergenceOfAStep(sampleRate, noiseMultiplier, order);
    this.divergences = ORDERS.map((order) => (sampleRate === 0 ? 0 : noiseMultiplier === 0 ? Infinity : told(order)));
  }

  /** What so many steps have spent. */
  spent(steps: number, delta: number): PrivacySpent {
    if (steps === 0) return { epsilon: 0, delta, order: ORDERS[0] };
    const bounds = ORDERS.map((order, at) => {
      const rest = Math.log1p(-1 / order) - (Math.log(delta) + Math.log(order)) / (order - 1);
      return { epsilon: Math.max(0, steps * this.divergences[at] + rest), delta, order };
    });
    return bounds.reduce((best, bound) => (bound.epsilon < best.epsilon ? bound : best));
  }
}

/** Rényi divergence of that order between what a step tells with a row and without it. */
function divergenceOfAStep(q: number, sigma: number, order: number): number {
  if (q === 1) return order / (2 * sigma ** 2);
  const moment = Number.isInteger(order) ? wholeMoment(q, sigma, order) : fractionalMoment(q, sigma, order);
  return moment / (order - 1);
}

/** Logarithm of the moment of a whole order: Σₖ C(α, k) (1 − q)^(α−k) q^k exp((k² − k) / 2σ²). */
function wholeMoment(q: number, sigma: number, order: number): number {
  let sum = -Infinity;
  let logBinomial = 0;
  for (let k = 0; k <= order; k++) {
    const term = logBinomial + k * Math.log(q) + (order - k) * Math.log1p(-q) + (k * k - k) / (2 * sigma ** 2);
    sum = logSum(sum, term);
    logBinomial += Math.log((order - k) / (k + 1));
  }
  return sum;
}

/** The same of a fractional order: two infinite sums, one for each side of the point where both densities are equal. */
function fractionalMoment(q: number, sigma: number, order: number): number {
  const z = sigma ** 2 * Math.log(1 / q - 1) + 0.5;
  const root = Math.SQRT2 * sigma;
  let [left, right] = [-Infinity, -Infinity];
  let binomial = 1;
  for (let i = 0; ; i++) {
    const j = order - i;
    const size = Math.log(Math.abs(binomial)) - Math.LN2;
    const below =
      size + i * Math.log(q) + j * Math.log1p(-q) + (i * i - i) / (2 * sigma ** 2) + logErfc((i - z) / root);
    const above =
      size + j * Math.log(q) + i * Math.log1p(-q) + (j * j - j) / (2 * sigma ** 2) + logErfc((z - j) / root);
    const add = binomial > 0 ? logSum : logDifference;
    left = add(left, below);
    right = add(right, above);
    if (i > order && Math.max(below, above) < NEGLIGIBLE) return logSum(left, right);
    binomial *= (order - i) / (i + 1);
  }
}

/** ln(exp(a) + exp(b)). */
function logSum(a: number, b: number): number {
  const [low, high] = a < b ? [a, b] : [b, a];
  return low === -Infinity ? high : high + Math.log1p(Math.exp(low - high));
}

/** ln(exp(a) − exp(b)) for a ≥ b; what rounding leaves below nothing counts as nothing. */
function logDifference(a: number, b: number): number {
  return b >= a ? -Infinity : a + Math.log1p(-Math.exp(b - a));
}
