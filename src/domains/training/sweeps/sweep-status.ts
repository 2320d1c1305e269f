/** Where a sweep stands. The keys are GraphQL's names. */
export enum SweepStatus {
  RUNNING = "RUNNING",
  PAUSED = "PAUSED",
  SUCCEEDED = "SUCCEEDED",
  STOPPED = "STOPPED",
  FAILED = "FAILED",
}

const { RUNNING, PAUSED, SUCCEEDED, STOPPED, FAILED } = SweepStatus;

const TRANSITIONS: Record<SweepStatus, readonly SweepStatus[]> = {
  [RUNNING]: [PAUSED, SUCCEEDED, STOPPED, FAILED],
  [PAUSED]: [RUNNING, STOPPED],
  [SUCCEEDED]: [],
  [STOPPED]: [],
  [FAILED]: [],
};

export function sweepMayBecome(from: SweepStatus, to: SweepStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** True for a status that nothing follows. */
export function sweepHasEnded(status: SweepStatus): boolean {
  return TRANSITIONS[status].length === 0;
}

/** How a trial stands for its sweep; its run has a status of its own. */
export enum TrialStatus {
  RUNNING = "RUNNING",
  SUCCEEDED = "SUCCEEDED",
  STOPPED_EARLY = "STOPPED_EARLY",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
}

/** Trials whose result counts, as far as they came. */
export const COUNTING: readonly TrialStatus[] = [TrialStatus.RUNNING, TrialStatus.SUCCEEDED, TrialStatus.STOPPED_EARLY];
