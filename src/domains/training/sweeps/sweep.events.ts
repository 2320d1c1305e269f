import type { ParameterValues } from "./search-space.js";
import type { SweepStatus, TrialStatus } from "./sweep-status.js";

/** The best trial so far. */
export interface BestSoFar {
  number: number;
  value: number;
}

/** What happened to a sweep, as it stands in the table; `seq` counts from 1 without gaps. */
export type SweepEventBody =
  | {
      kind: "SweepStatusChanged";
      status: SweepStatus;
      /** The same as `status` where only the reason is news. */
      previous: SweepStatus | null;
      reason: string | null;
      /** The user who asked for it, or null when the system did. */
      actor: string | null;
    }
  | { kind: "TrialLaunched"; number: number; runId: string; parameters: ParameterValues }
  | { kind: "TrialReported"; number: number; step: number; epoch: number; value: number; best: BestSoFar }
  | {
      kind: "TrialEnded";
      number: number;
      outcome: TrialStatus;
      /** The best value that it reported. */
      result: number | null;
      reason: string | null;
      best: BestSoFar | null;
    };

/** An event with its place in the sweep's history. */
export type SweepEvent = SweepEventBody & { seq: number; at: string };
