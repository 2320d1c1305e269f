import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Judges a run's weights of some checkpoint as somebody asked for. */
export const evaluateCheckpoint = defineJob({
  queue: "evaluation",
  name: "evaluate-checkpoint",
  payload: z.object({ requestId: z.uuid() }),
});
