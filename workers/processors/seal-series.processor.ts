import { sealSeries } from "../../src/domains/training/series/series.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat: what is packed is not packed again. */
export const sealSeriesProcessor = implementJob(sealSeries, async (_payload, { series }: WorkerTools) => {
  while ((await series.sealEnded()) > 0);
});
