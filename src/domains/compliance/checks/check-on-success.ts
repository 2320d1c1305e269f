import type { RunEnded } from "../../training/runs/run-changes.js";
import { RunStatus } from "../../training/runs/run-status.js";
import { checkRun } from "./check.jobs.js";

/** Has a run that succeeds held against the conditions that items set; training knows nothing of it. */
export const checkOnSuccess: RunEnded = async (run, enqueue) => {
  if (run.status === RunStatus.SUCCEEDED) await enqueue(checkRun, { runId: run.id }, { attempts: 3 });
};
