import { proposeTrial } from "../../src/domains/training/sweeps/trial-proposal.js";
import type { PastTrial } from "../../src/domains/training/sweeps/sampling.js";
import type { SweepMethod } from "../../src/domains/training/sweeps/sweep.specs.js";
import type { KnownFunction } from "./known-functions.js";

/**
 * The least value that a method finds in so many trials, of which so many are under way at any time: a trial is proposed
 * knowing the results of all but the `concurrency` − 1 before it.
 */
export function leastFound(
  { space, at }: KnownFunction,
  method: SweepMethod,
  { seed, trials, concurrency = 1 }: { seed: number; trials: number; concurrency?: number },
): number {
  const history: PastTrial[] = [];
  const losses: number[] = [];
  for (let number = 1; number <= trials; number++) {
    const ended = number - concurrency - 1;
    if (ended >= 0) history[ended].loss = losses[ended];
    const parameters = proposeTrial({ method, space, history, seed, number })!;
    history.push({ number, parameters, loss: null });
    losses.push(at(parameters));
  }
  return Math.min(...losses);
}
