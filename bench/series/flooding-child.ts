import type { BackendReport, FromChild, ToChild } from "../../workers/runtime/messages.js";

/** What to log, in the place of a run's parameters. */
export interface Flood {
  /** Metrics of a step. */
  metrics: number;
  stepsPerSecond: number;
  seconds: number;
}

/**
 * A training child that trains nothing: it logs metrics at a steady rate, then says that it has failed, which ends the run
 * without an evaluation.
 */

const backend: BackendReport = { name: "cpu", device: "none", memoryBytes: 0, tried: [] };
const TICK_MS = 10;

function tell(message: FromChild): Promise<void> {
  return new Promise((resolve) => void process.send!(message, () => resolve()));
}

async function flood({ metrics: count, stepsPerSecond, seconds }: Flood): Promise<void> {
  await tell({ type: "backend", backend });
  const start = performance.now();
  let last: Promise<void> = Promise.resolve();
  for (let step = 1; step <= stepsPerSecond * seconds;) {
    const due = Math.min(stepsPerSecond * seconds, ((performance.now() - start) / 1000) * stepsPerSecond);
    for (; step <= due; step++) {
      const metrics = Array.from({ length: count }, (_, at) => ({
        name: `metric_${String(at)}`,
        value: Math.random(),
      }));
      last = tell({ type: "metrics", step, epoch: 1, metrics });
    }
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await last;
  await tell({ type: "failed", code: "TRAINING_FAILED", message: "All is logged." });
  process.exit();
}

process.on("message", (message: ToChild) => {
  if (message.type === "start") void flood(message.parameters as unknown as Flood);
});
process.on("disconnect", () => process.exit());
await tell({ type: "ready", backend });
