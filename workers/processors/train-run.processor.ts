import { TICKETS } from "../../src/domains/training/runs/run.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: each time takes a run that is queued, or finds none. */
export const trainRunProcessors = TICKETS.map(({ spec, accelerators }) =>
  implementJob(spec, (_ticket, { sessions }: WorkerTools) => sessions.train(accelerators)),
);
