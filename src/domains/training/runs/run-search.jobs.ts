import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Indexes the runs that nobody has searched for since they changed. */
export const indexRuns = defineJob({ queue: "maintenance", name: "index-runs", payload: z.object({}) });
