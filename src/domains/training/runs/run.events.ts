import type { RunWarningCode } from "./run-warnings.js";
import type { RunStatus } from "./run-status.js";

/** `actor` is the user who asked for the change, or null when the system made it. */
export interface StatusChange {
  kind: "StatusChanged";
  status: RunStatus;
  previous: RunStatus | null;
  reason: string | null;
  actor: string | null;
}

/** What happened to a run, as it stands in the table; `seq` counts from 1 without gaps. */
export type RunEventBody =
  | StatusChange
  | { kind: "MetricsLogged"; step: number; epoch: number; metrics: { name: string; value: number }[] }
  | { kind: "SampleProduced"; step: number; name: string; mediaType: string; artifactId: string }
  | { kind: "CheckpointSaved"; step: number; artifactId: string }
  | { kind: "LogLine"; step: number; level: "DEBUG" | "INFO" | "WARN" | "ERROR"; message: string }
  /** Stands for the events from `firstSeq` up to its own number, which were too old to keep. */
  | { kind: "EventsDeleted"; firstSeq: number }
  | { kind: "WarningRaised"; step: number; code: RunWarningCode; message: string }
  | { kind: "EvaluationCompleted"; evaluationId: string };

/** An event with its place in the run's history. */
export type RunEvent = RunEventBody & { seq: number; at: string };
