import { checkRun } from "../../src/domains/compliance/checks/check.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: a run is held against a condition once. */
export const checkRunProcessor = implementJob(checkRun, ({ runId }, { complianceChecks }: WorkerTools) =>
  complianceChecks.evaluate(runId),
);
