import { applyRetention } from "../../src/domains/training/retention/retention.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: what is gone is gone. */
export const applyRetentionProcessor = implementJob(applyRetention, async (_payload, { retention }: WorkerTools) => {
  await retention.apply();
});
