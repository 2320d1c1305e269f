import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

/** Looks at a sweep's trials and does what is next: takes in results, stops trials, launches others, ends the sweep. */
export const advanceSweep = defineJob({
  queue: "sweeps",
  name: "advance-sweep",
  payload: z.object({ sweepId: z.uuid() }),
});
