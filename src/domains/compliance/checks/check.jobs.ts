import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Holds a run that has succeeded against the conditions that items set. */
export const checkRun = defineJob({ queue: "compliance", name: "check-run", payload: z.object({ runId: z.uuid() }) });
