import { z } from "zod";
import type { ModelState } from "../economics.specs.js";
import { type Distribution, DISTRIBUTION_KINDS, distributions } from "./distribution.js";
import type { Correlation } from "./correlation.js";

export const DRAWS_MIN = 100;
export const DRAWS_MAX = 1_000_000;
export const DISTRIBUTED_MAX = 30;
export const OUTPUTS_MAX = 4;
/** Simulations of an organisation that may be queued or running. */
export const UNFINISHED_MAX = 5;

/** The parts whose quantiles are told. */
export const PERCENTILES = [5, 10, 25, 50, 75, 90, 95] as const;

export enum SimulationStatus {
  QUEUED = "QUEUED",
  RUNNING = "RUNNING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
}

export function simulationHasEnded(status: SimulationStatus): boolean {
  return status !== SimulationStatus.QUEUED && status !== SimulationStatus.RUNNING;
}

/** All that decides what a simulation comes to: a copy, so that later changes of the model are none of its business. */
export interface SimulationSpec {
  businessModel: string;
  state: ModelState;
  scenario: string | null;
  distributions: { input: string; distribution: Distribution }[];
  correlations: Correlation[];
  /** Series whose months are told. */
  outputs: string[];
  draws: number;
  seed: number;
}

/** What the draws so far say of one number. */
export interface Estimate {
  /** Part of the draws in which it is defined. */
  definedShare: number;
  mean: number | null;
  deviation: number | null;
  /** In the order of `PERCENTILES`, among the draws in which it is defined. */
  percentiles: number[] | null;
}

/** What the draws so far say. */
export interface Estimates {
  drawn: number;
  figures: (Estimate & { name: string })[];
  /** An estimate for each month. */
  series: { name: string; months: Estimate[] }[];
}

/** Names an input, and exactly one distribution of it. */
const givenDistribution = z
  .strictObject({
    input: z.string().max(100),
    uniform: distributions.uniform.optional(),
    triangular: distributions.triangular.optional(),
    pert: distributions.pert.optional(),
    normal: distributions.normal.optional(),
    logNormal: distributions.logNormal.optional(),
    discrete: distributions.discrete.optional(),
  })
  .refine(
    (given) => DISTRIBUTION_KINDS.filter((kind) => given[kind] !== undefined).length === 1,
    `needs exactly one of ${DISTRIBUTION_KINDS.join(", ")}.`,
  )
  .transform(({ input, ...given }) => {
    const kind = DISTRIBUTION_KINDS.find((kind) => given[kind] !== undefined)!;
    return { input, distribution: { kind, of: given[kind] } as Distribution };
  });

/** What a client asks to be simulated, in itself; whether the model has what it names is seen later. */
export const givenSimulation = z.strictObject({
  distributions: z
    .array(givenDistribution)
    .min(1, "needs a distribution of an input.")
    .max(DISTRIBUTED_MAX, `may have ${DISTRIBUTED_MAX} distributions at most.`),
  correlations: z
    .array(
      z.strictObject({
        first: z.string().max(100),
        second: z.string().max(100),
        rank: z.number().gt(-1, "must be between -1 and 1.").lt(1, "must be between -1 and 1."),
      }),
    )
    .max((DISTRIBUTED_MAX * (DISTRIBUTED_MAX - 1)) / 2)
    .default([]),
  outputs: z
    .array(z.string().max(100))
    .max(OUTPUTS_MAX, `may have ${OUTPUTS_MAX} series at most.`)
    .default(["revenue", "cash"]),
  draws: z
    .int()
    .min(DRAWS_MIN, `must be from ${DRAWS_MIN} to ${DRAWS_MAX}.`)
    .max(DRAWS_MAX, `must be from ${DRAWS_MIN} to ${DRAWS_MAX}.`)
    .default(10_000),
  seed: z.int().min(0, "must be 0 or more.").default(42),
});
