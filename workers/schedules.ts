import { tendAssessments } from "../src/domains/compliance/assessments/assessment.jobs.js";
import { removeOrphans } from "../src/domains/training/artifacts/artifact.jobs.js";
import { applyRetention } from "../src/domains/training/retention/retention.jobs.js";
import { sealSeries } from "../src/domains/training/series/series.jobs.js";
import { indexRuns } from "../src/domains/training/runs/run-search.jobs.js";
import type { Schedule } from "../src/kernel/jobs/job.js";

/** What is done again and again, by whichever worker is free. Jobs without a payload only. */
export const SCHEDULES: readonly Schedule[] = [
  { spec: removeOrphans, cron: "17 3 * * *" },
  { spec: sealSeries, cron: "* * * * *" },
  { spec: applyRetention, cron: "41 * * * *" },
  { spec: tendAssessments, cron: "*/5 * * * *" },
  { spec: indexRuns, cron: "*/5 * * * *" },
];
