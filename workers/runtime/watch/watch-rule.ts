import type { RunWarningCode } from "../../../src/domains/training/runs/run-warnings.js";
import type { Diagnosis, Metrics } from "../trainer.js";

/** What is seen of a run at one point. `metrics` are means since the last one; val_… come at an epoch's end. */
export interface WatchedReport {
  epoch: number;
  metrics: Metrics;
  epochEnded: boolean;
  diagnosis?: Diagnosis;
}

/** Something that a person who watched the curves would point out; `message` has the figures. */
export interface Warning {
  code: RunWarningCode;
  message: string;
}

/**
 * Looks out for one kind of trouble. It tells each episode once: again only after the trouble was over. `memory` is plain
 * JSON and all that decides what the next report leads to, so a run that goes on from a checkpoint repeats itself exactly.
 */
export interface WatchRule {
  memory: object;
  observe(report: WatchedReport): Warning | undefined;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function shown(value: number): string {
  return String(Number(value.toPrecision(3)));
}
