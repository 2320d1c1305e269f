/** Where a run stands. The keys are GraphQL's names. */
export enum RunStatus {
  QUEUED = "QUEUED",
  STARTING = "STARTING",
  RUNNING = "RUNNING",
  CANCELLING = "CANCELLING",
  SUCCEEDED = "SUCCEEDED",
  FAILED = "FAILED",
  CANCELLED = "CANCELLED",
}

const { QUEUED, STARTING, RUNNING, CANCELLING, SUCCEEDED, FAILED, CANCELLED } = RunStatus;

/** Every change of status there is. A run goes back to `QUEUED` when its worker is lost; once trained, no worker holds it. */
const TRANSITIONS: Record<RunStatus, readonly RunStatus[]> = {
  [QUEUED]: [STARTING, CANCELLED, FAILED],
  [STARTING]: [RUNNING, QUEUED, CANCELLING, FAILED],
  [RUNNING]: [SUCCEEDED, QUEUED, CANCELLING, CANCELLED, FAILED],
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
export const ACTIVE: readonly RunStatus[] = [QUEUED, STARTING, RUNNING, CANCELLING];

/** Statuses of a run that a worker holds. */
export const HELD: readonly RunStatus[] = [STARTING, RUNNING, CANCELLING];
