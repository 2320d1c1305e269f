import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Writes a trained model anew and judges the file. */
export const exportModel = defineJob({
  queue: "exports",
  name: "export-model",
  payload: z.object({ exportId: z.uuid() }),
});
