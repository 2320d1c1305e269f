import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

const runPayload = z.object({ runId: z.uuid() });

/** Trains a run from its start or its last checkpoint. */
export const trainRun = defineJob({ queue: "training", name: "train-run", payload: runPayload });

/** Judges a trained run on its test part and ends it. */
export const evaluateRun = defineJob({ queue: "evaluation", name: "evaluate-run", payload: runPayload });
