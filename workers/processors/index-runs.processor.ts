import { indexRuns } from "../../src/domains/training/runs/run-search.jobs.js";
import { implementJob } from "../../src/kernel/jobs/job.js";
import type { WorkerTools } from "./worker-tools.js";

/** Safe to repeat, and to run beside a search: what has been indexed is behind no more. */
export const indexRunsProcessor = implementJob(indexRuns, async (_, { searchIndex }: WorkerTools) => {
  while ((await searchIndex.refresh()) > 0);
});
