import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Ends exceptions and evidence, reminds of what is due, and takes up runs whose check was lost. */
export const tendAssessments = defineJob({ queue: "maintenance", name: "tend-assessments", payload: z.object({}) });
