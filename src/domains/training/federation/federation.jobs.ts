import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Apart from the queue of whole runs: a worker that trains one can still take a shard, so that rounds do not wait for long runs. */
const QUEUE = "federation";

/** Trains one shard of a run for a round. */
export const trainShard = defineJob({
  queue: QUEUE,
  name: "train-shard",
  payload: z.object({ runId: z.uuid(), round: z.int(), shard: z.int() }),
});

/** Averages what the shards of a round have learnt, judges it, and opens the next round. */
export const averageRound = defineJob({
  queue: QUEUE,
  name: "average-round",
  payload: z.object({ runId: z.uuid(), round: z.int() }),
});

/** One job for each time that a shard is taken up in a round. */
export function shardJobId({ runId, round, shard, attempt }: ShardAttempt): string {
  return `${runId}-round-${round}-shard-${shard}-${attempt}`;
}

export function roundJobId(runId: string, round: number): string {
  return `${runId}-round-${round}`;
}

interface ShardAttempt {
  runId: string;
  round: number;
  shard: number;
  attempt: number;
}
