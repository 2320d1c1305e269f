/** A smooth convex function to be minimised, by its gradient and a step that never overshoots. */
export interface Slope {
  gradientAt(weights: Float64Array): Float64Array;
  /** What to take off the weights for this gradient: the gradient through the inverse of a bound of the second derivative. */
  stepFor(gradient: Float64Array): Float64Array;
  /** It ends where the gradient is nowhere longer than this, or after so many steps. */
  tolerance: number;
  mostSteps: number;
}

/**
 * Where the function is least, sought from `start` on by Nesterov's accelerated descent, whose momentum begins anew whenever it points
 * uphill. It has no randomness and needs no step size.
 *
 * Source: O'Donoghue and Candès, "Adaptive restart for accelerated gradient schemes", Found. Comput. Math. 15, 2015.
 */
export function leastOf({ gradientAt, stepFor, tolerance, mostSteps }: Slope, start: Float64Array): Float64Array {
  let [weights, ahead, momentum] = [start, start, 1];
  for (let steps = 0; steps < mostSteps; steps++) {
    const gradient = gradientAt(ahead);
    if (gradient.every((value) => Math.abs(value) < tolerance)) break;
    const step = stepFor(gradient);
    const next = ahead.map((value, i) => value - step[i]);
    const before = weights;
    const uphill = gradient.reduce((sum, value, i) => sum + value * (next[i] - before[i]), 0) > 0;
    const grown = uphill ? 1 : (1 + Math.sqrt(1 + 4 * momentum ** 2)) / 2;
    const share = uphill ? 0 : (momentum - 1) / grown;
    ahead = next.map((value, i) => value + share * (value - before[i]));
    [weights, momentum] = [next, grown];
  }
  return ahead;
}
