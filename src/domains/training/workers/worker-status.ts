/** Where a worker stands. The keys are GraphQL's names. */
export enum WorkerStatus {
  STARTING = "STARTING",
  READY = "READY",
  DRAINING = "DRAINING",
  DRAINED = "DRAINED",
  LOST = "LOST",
}

/** Leases that a worker may be silent for before it counts as lost. */
const SILENT_LEASES = 3;

/** SQL: the worker was heard of lately. `worker` is a row's alias. */
export function isHeard(worker: string): string {
  return `${worker}.heartbeat_at > now() - make_interval(secs => ${SILENT_LEASES} * ${worker}.lease_seconds)`;
}

/** SQL: the worker takes runs, or will in a moment. */
export function takesRuns(worker: string): string {
  return `(${worker}.drain_requested_at is null and ${isHeard(worker)})`;
}

/** SQL: the worker's status. It follows from what the row says, so that no one has to write that a worker is lost. */
export function statusOf(worker: string): string {
  return `case when not ${isHeard(worker)} then 'LOST'
    when ${worker}.drained_at is not null then 'DRAINED'
    when ${worker}.drain_requested_at is not null then 'DRAINING'
    when ${worker}.backend is null then 'STARTING'
    else 'READY' end`;
}
