import type { FieldFault } from "../runs/run.refusals.js";

/** What happens to a round when the worker or the process of a shard is lost. The keys are GraphQL's names. */
export enum OnLostShard {
  RETRY = "RETRY",
  LEAVE_OUT = "LEAVE_OUT",
}

/** A run whose training data are spread over workers, each with a shard of them. */
export interface Federation {
  shards: number;
  /** Steps that a shard trains on its own before the weights are averaged. */
  localSteps: number;
  onLostShard: OnLostShard;
  /** With LEAVE_OUT: a round is averaged with so many shards at least; with fewer the lost one is trained again. */
  minShards: number;
}

/** What a client asks for. */
export interface FederationInput {
  shards: number;
  localSteps: number;
  onLostShard?: OnLostShard | null;
  minShards?: number | null;
}

export const SHARDS_MAX = 16;
const RANGES = { shards: [2, SHARDS_MAX], localSteps: [1, 10_000] } as const;

/** Fills in the defaults: RETRY, and with LEAVE_OUT half of the shards at least. Returns every fault at once. */
export function checkFederation(input: FederationInput): Federation | FieldFault[] {
  const { shards, localSteps } = input;
  const minShards = input.minShards ?? Math.ceil(shards / 2);
  const faults = [
    ...rangeFault("shards", shards, RANGES.shards),
    ...rangeFault("localSteps", localSteps, RANGES.localSteps),
    ...rangeFault("minShards", minShards, [1, Math.max(1, shards)]),
  ];
  return faults.length > 0
    ? faults
    : { shards, localSteps, onLostShard: input.onLostShard ?? OnLostShard.RETRY, minShards };
}

function rangeFault(field: string, value: number, [least, most]: readonly [number, number]): FieldFault[] {
  if (value >= least && value <= most) return [];
  return [{ field: `federation.${field}`, code: "OUT_OF_RANGE", message: `must be from ${least} to ${most}.` }];
}

/** What a shard has done in a round. */
export interface ShardResult {
  /** Rows that it trains on: its weight in the average. */
  examples: number;
  /** Local steps done so far in all rounds, and all that there are to do. */
  step: number;
  steps: number;
  epochs: number;
  /** Means over its local steps of the round. */
  metrics: Record<string, number>;
}

/** What the artifact is called that holds a shard's whole state after a round. */
export function shardArtifact(round: number, shard: number): string {
  return `round-${round}-shard-${shard}.safetensors`;
}

/** What the artifact is called that holds the averaged weights of a round. */
export function roundArtifact(round: number): string {
  return `round-${round}.safetensors`;
}
