import type { ResourceUnit } from "./sweep.specs.js";

/** When a trial is compared with the others, and how many of them go on. */
export interface Asha {
  /** What a trial's age is counted in. */
  unit: ResourceUnit;
  /** Age at the first comparison; the next ones follow at this times the reduction factor, its square, and so on. */
  minResource: number;
  /** No comparison at this age or later; null for no such limit. */
  maxResource: number | null;
  /** One in so many goes on. */
  reductionFactor: number;
}

/** What a trial had reached at a rung. Less loss is better. */
export interface RungResult {
  rung: number;
  loss: number;
}

/** More rungs than any run reaches. */
const RUNGS_MAX = 32;

/** The ages at which trials are compared, in order. */
export function rungsOf({ minResource, maxResource, reductionFactor }: Asha): number[] {
  return Array.from({ length: RUNGS_MAX }, (_, rung) => minResource * reductionFactor ** rung).filter(
    (resource) => resource < (maxResource ?? Infinity) && Number.isSafeInteger(resource),
  );
}

/**
 * Whether a trial goes on beyond a rung: while it is among the best 1/η of all that have reached the rung so far, itself
 * included; of fewer than η, only the best. Asynchronous: nobody waits for the others, so an early trial may go on that
 * would not have, had it come later. Source: L. Li et al., "A system for massively parallel hyperparameter tuning", MLSys
 * 2020, in the variant that stops trials rather than pausing them, as in Ray Tune and Syne Tune.
 *
 * @param loss what this trial has at the rung
 * @param others what the trials before it had there
 */
export function goesOn(loss: number, others: readonly number[], reductionFactor: number): boolean {
  const room = Math.max(1, Math.floor((others.length + 1) / reductionFactor));
  return others.filter((other) => other < loss).length < room;
}
