import type { TrainingRunEvent } from "../../clients/typescript/client.js";
import type { TrainingRunStatus } from "../../clients/typescript/generated/operations.js";
import { FollowedRun } from "../../clients/demo/followed-run.js";

let seq = 0;

/** An event that logs metrics. */
export function metricsLogged(step: number, epoch: number, metrics: Record<string, number>): TrainingRunEvent {
  const values = Object.entries(metrics).map(([name, value]) => ({ name, value }));
  return { __typename: "MetricsLogged", seq: ++seq, at: "2026-11-22T12:00:00.000Z", step, epoch, metrics: values };
}

export function statusChanged(status: TrainingRunStatus, reason: string | null = null): TrainingRunEvent {
  return { __typename: "StatusChanged", seq: ++seq, at: "2026-11-22T12:00:00.000Z", status, reason };
}

/** A run of two epochs with four steps each, seen up to the end of the second epoch. */
export function twoEpochs(): FollowedRun {
  const run = new FollowedRun();
  run.take(statusChanged("RUNNING"));
  run.read({ progress: { epochs: 2, steps: 8, etaSeconds: 3 }, backend: { name: "wasm", device: "a small machine" } });
  run.take(metricsLogged(3, 1, { loss: 2, accuracy: 0.2 }));
  run.take(metricsLogged(4, 1, { loss: 1, accuracy: 0.6, val_loss: 0.9, val_accuracy: 0.7 }));
  run.take(metricsLogged(7, 2, { loss: 0.5, accuracy: 0.8 }));
  run.take(metricsLogged(8, 2, { loss: 0.1, accuracy: 1, val_loss: 0.3, val_accuracy: 0.9 }));
  return run;
}
