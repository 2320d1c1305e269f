import { removeOrphans } from "../../src/domains/training/artifacts/artifact.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: what is gone is gone. */
export const removeOrphansProcessor = implementJob(removeOrphans, async (_payload, { artifacts }: WorkerTools) => {
  await artifacts.removeOrphans();
});
