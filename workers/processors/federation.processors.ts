import { averageRound, trainShard } from "../../src/domains/training/federation/federation.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: a shard is taken only while it waits, or when its worker was lost. */
export const trainShardProcessor = implementJob(trainShard, (shard, { shards }: WorkerTools) => shards.train(shard));

/** Safe to repeat: a round is taken only once its shards are done, and averaged once. */
export const averageRoundProcessor = implementJob(averageRound, ({ runId, round }, { sessions }: WorkerTools) =>
  sessions.average(runId, round),
);
