import { z } from "zod";
import { newId } from "../../../kernel/ids.js";
import { defineJob } from "../../../kernel/jobs/job.js";
import type { Enqueue } from "../../../kernel/jobs/job-queues.js";
import { Accelerator } from "./run.entity.js";

/**
 * A ticket: leave to train one run, whichever's turn it is when a worker has a place. It names no run, so that shares and
 * priorities are weighed at the last moment, and a ticket too many finds nothing and ends.
 */
export const trainRun = defineJob({ queue: "training", name: "train-run", payload: z.object({}) });

/** A ticket for a run that demands a GPU. Only workers that have one look into this queue. */
export const trainRunOnGpu = defineJob({ queue: "training-gpu", name: "train-run-on-gpu", payload: z.object({}) });

/** Judges a trained run on its test part and ends it. */
export const evaluateRun = defineJob({
  queue: "evaluation",
  name: "evaluate-run",
  payload: z.object({ runId: z.uuid() }),
});

/** The tickets of each kind of run, told by what the run may compute on. */
export const TICKETS = [
  { spec: trainRun, accelerators: [Accelerator.ANY, Accelerator.CPU] },
  { spec: trainRunOnGpu, accelerators: [Accelerator.GPU] },
] as const;

/** Adds a ticket for a run that was queued. Each is new, so that none is mistaken for one that a worker still holds. */
export async function enqueueTicket(enqueue: Enqueue, { accelerator }: { accelerator: Accelerator }): Promise<void> {
  await enqueue(accelerator === Accelerator.GPU ? trainRunOnGpu : trainRun, {}, { jobId: newId() });
}

/** One evaluation job for each run. BullMQ's ids may not contain a colon. */
export function evaluationJobId({ id }: { id: string }): string {
  return `${id}-evaluation`;
}
