import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Removes bytes that belong to no artifact. */
export const removeOrphans = defineJob({ queue: "maintenance", name: "remove-orphans", payload: z.object({}) });
