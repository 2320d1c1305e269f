import type { RunStatus } from "./run-status.js";

/** What happened to a run, as it stands in the table; `seq` counts from 1 without gaps. */
export type RunEventBody =
  | { kind: "StatusChanged"; status: RunStatus; previous: RunStatus | null; reason: string | null }
  | { kind: "MetricsLogged"; step: number; epoch: number; metrics: { name: string; value: number }[] }
  | { kind: "SampleProduced"; step: number; name: string; mediaType: string; artifactId: string }
  | { kind: "LogLine"; step: number; level: "DEBUG" | "INFO" | "WARN" | "ERROR"; message: string }
  | { kind: "EvaluationCompleted"; evaluationId: string; accuracy: number; baselineAccuracy: number };

/** An event with its place in the run's history. */
export type RunEvent = RunEventBody & { seq: number; at: string };
