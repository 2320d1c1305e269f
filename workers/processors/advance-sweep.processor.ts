import { advanceSweep } from "../../src/domains/training/sweeps/sweep.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: what is next for a sweep follows from its rows. */
export const advanceSweepProcessor = implementJob(advanceSweep, ({ sweepId }, { sweepController }: WorkerTools) =>
  sweepController.advance(sweepId),
);
