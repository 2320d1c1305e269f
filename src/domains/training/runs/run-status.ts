/** Where a run stands. The keys are GraphQL's names. */
export enum RunStatus {
  QUEUED = "QUEUED",
  STARTING = "STARTING",
  RUNNING = "RUNNING",
  PAUSING = "PAUSING",
  PAUSED = "PAUSED",
  CANCELLING = "CANCELLING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
}

const { QUEUED, STARTING, RUNNING, PAUSING, PAUSED, CANCELLING, SUCCEEDED, FAILED, CANCELLED } = RunStatus;

/**
 * Every change of status there is. A run goes back to `QUEUED` when its worker is lost or it is resumed; once trained, no
 * worker holds it. A run that was to pause and is resumed, or has trained to its end meanwhile, runs on. A federated run
 * that no worker holds, while its shards train, pauses at once.
 */
const TRANSITIONS: Record<RunStatus, readonly RunStatus[]> = {
  [QUEUED]: [STARTING, PAUSED, CANCELLED, FAILED],
  [STARTING]: [RUNNING, QUEUED, PAUSING, CANCELLING, FAILED],
  [RUNNING]: [SUCCEEDED, QUEUED, PAUSING, PAUSED, CANCELLING, CANCELLED, FAILED],
  [PAUSING]: [PAUSED, RUNNING, CANCELLING, FAILED],
  [PAUSED]: [QUEUED, CANCELLED],
  [CANCELLING]: [CANCELLED, FAILED],
  [SUCCEEDED]: [],
  [FAILED]: [],
  [CANCELLED]: [],
};

export function mayBecome(from: RunStatus, to: RunStatus): boolean {
  return TRANSITIONS[from].includes(to);
}

/** True for a status that nothing follows. */
export function isTerminal(status: RunStatus): boolean {
  return TRANSITIONS[status].length === 0;
}

/** Statuses of a run that waits for a worker or has one. */
export const ACTIVE: readonly RunStatus[] = [QUEUED, STARTING, RUNNING, PAUSING, CANCELLING];

/** Statuses of a run that has not ended. */
export const UNENDED: readonly RunStatus[] = [...ACTIVE, PAUSED];

/** Statuses of a run that a worker holds. */
export const HELD: readonly RunStatus[] = [STARTING, RUNNING, PAUSING, CANCELLING];
