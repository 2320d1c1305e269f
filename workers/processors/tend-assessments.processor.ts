import { tendAssessments } from "../../src/domains/compliance/assessments/assessment.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: what has ended has ended, and nobody is reminded twice of the same. */
export const tendAssessmentsProcessor = implementJob(tendAssessments, async (_payload, tools: WorkerTools) => {
  await tools.assessmentUpkeep.run();
  await tools.complianceEvidence.expire();
  await tools.complianceChecks.catchUp();
});
