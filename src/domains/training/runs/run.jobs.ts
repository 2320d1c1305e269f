import { z } from "zod";
import { defineJob } from "../../../kernel/jobs/job.js";

const runPayload = z.object({ runId: z.uuid() });

/** Trains a run from its start or its last checkpoint. */
export const trainRun = defineJob({ queue: "training", name: "train-run", payload: runPayload });

/** Judges a trained run on its test part and ends it. */
export const evaluateRun = defineJob({ queue: "evaluation", name: "evaluate-run", payload: runPayload });

/** One training job for each time a run is taken up. BullMQ's ids may not contain a colon. */
export function trainingJobId({ id, attempt }: { id: string; attempt: number }): string {
  return `${id}-${attempt}`;
}

/** One evaluation job for each run. */
export function evaluationJobId({ id }: { id: string }): string {
  return `${id}-evaluation`;
}
