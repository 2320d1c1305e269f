import { z } from "zod";

/** Which of a run's weights are judged. The keys are GraphQL's names. */
export enum EvaluatedCheckpoint {
  FINAL = "FINAL",
  BEST = "BEST",
  NEWEST = "NEWEST",
  STEP = "STEP",
}

/** How pictures are made harder. The keys are GraphQL's names. */
export enum PerturbationKind {
  NOISE = "NOISE",
  ROTATION = "ROTATION",
  FGSM = "FGSM",
}

/** One way of making the test part harder. `strength`: standard deviation of brightness, degrees, or the attack's ε in brightness. */
export const perturbationSpec = z.object({ kind: z.enum(PerturbationKind), strength: z.number() });
export type Perturbation = z.output<typeof perturbationSpec>;

/** Where a requested evaluation stands. The keys are GraphQL's names. */
export enum EvaluationStatus {
  QUEUED = "QUEUED",
  RUNNING = "RUNNING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
}

/** Of each kind of perturbation in one request. */
export const STRENGTHS_MAX = 10;
/** What strengths may be: from, to. Brightness lies from 0 to 1. */
export const STRENGTH_LIMITS: Record<PerturbationKind, readonly [number, number]> = {
  NOISE: [0, 1],
  ROTATION: [-180, 180],
  FGSM: [0, 1],
};

/** What the artifacts of a request's evaluation are called, before their own names. */
export function artifactPrefix(requestId: string): string {
  return `evaluation-${requestId.slice(-12)}-`;
}
