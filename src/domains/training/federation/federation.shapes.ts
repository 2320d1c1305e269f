import { plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { SHARDS_MAX } from "./federation.specs.js";

const federatedShardShape: Shape = {
  type: "FederatedShard",
  table: "federated_shard",
  columns: {
    ...plainColumns("shard", "status", "attempt", "bytes"),
    worker: (shard) => `'Worker_' || ${shard}.worker_id`,
    examples: (shard) => `${shard}.result->'examples'`,
    seconds: (shard) => `extract(epoch from coalesce(${shard}.finished_at, now()) - ${shard}.started_at)::float8`,
  },
};

const federatedRoundShape: Shape = {
  type: "FederatedRound",
  table: "federated_round",
  columns: {
    ...plainColumns("number", "status"),
    seconds: (round) => `extract(epoch from coalesce(${round}.finished_at, now()) - ${round}.created_at)::float8`,
    bytes: (round) => `(select sum(bytes) from federated_shard
      where run_id = ${round}.run_id and round = ${round}.number)`,
  },
  many: {
    shards: {
      shape: () => federatedShardShape,
      on: (round, shard) => `${shard}.run_id = ${round}.run_id and ${shard}.round = ${round}.number`,
      order: (shard) => `${shard}.shard`,
      max: SHARDS_MAX,
    },
  },
};

export const federationShape: Shape = {
  type: "Federation",
  table: "training_run",
  columns: Object.fromEntries(
    ["shards", "localSteps", "onLostShard", "minShards"].map((field) => [
      field,
      (run: string) => `${run}.federation->'${field}'`,
    ]),
  ),
  many: {
    rounds: {
      shape: () => federatedRoundShape,
      on: (run, round) => `${round}.run_id = ${run}.id`,
      order: (round) => `${round}.number desc`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
  },
};
