import { trainRun } from "../../src/domains/training/runs/run.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: a run is taken only while it is queued. */
export const trainRunProcessor = implementJob(trainRun, ({ runId }, { sessions }: WorkerTools) =>
  sessions.train(runId),
);
