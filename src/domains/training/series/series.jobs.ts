import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Packs the points of runs that have ended. */
export const sealSeries = defineJob({ queue: "maintenance", name: "seal-series", payload: z.object({}) });
