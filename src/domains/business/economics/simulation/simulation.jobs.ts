import { z } from "zod";
import { defineJob } from "../../../../kernel/jobs/job.js";

/** Draws what a simulation asks for, and tells percentiles as they become known. */
export const simulateEconomics = defineJob({
  queue: "simulations",
  name: "simulate-economics",
  payload: z.object({ simulationId: z.uuid() }),
});
