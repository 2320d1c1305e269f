import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Deletes what is older than it is to be kept, and says so. */
export const applyRetention = defineJob({ queue: "maintenance", name: "apply-retention", payload: z.object({}) });
