import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Ends exceptions, and reminds of what is due. */
export const tendAssessments = defineJob({ queue: "maintenance", name: "tend-assessments", payload: z.object({}) });
