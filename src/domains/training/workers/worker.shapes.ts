import { idColumn, instantColumn, plainColumns, type Shape } from "../../../kernel/read/shape.js";
import { statusOf } from "./worker-status.js";

/** Runs that are listed of one worker. */
const WORKER_RUNS_MAX = 64;

export const workerShape: Shape = {
  type: "Worker",
  table: "worker",
  columns: {
    id: idColumn("Worker"),
    ...plainColumns("host", "pid", "version", "gpu", "cores", "memoryBytes", "concurrency", "backend"),
    labels: (
      worker,
    ) => `(select coalesce(json_agg(json_build_object('name', key, 'value', value) order by key), '[]'::json)
      from jsonb_each_text(${worker}.labels))`,
    status: statusOf,
    runCount: (worker) => `(select count(*)::int from training_run run where run.worker_id = ${worker}.id)`,
    runs: (worker) => `(select coalesce(json_agg(run), '[]'::json) from (
      select 'TrainingRun_' || run.id as id, organisation.slug as organisation, run.recipe, run.status, run.attempt
      from training_run run join organisation on organisation.id = run.organisation_id
      where run.worker_id = ${worker}.id order by run.id limit ${WORKER_RUNS_MAX}) run)`,
    drainRequestedAt: instantColumn("drain_requested_at"),
    startedAt: instantColumn("started_at"),
    heartbeatAt: instantColumn("heartbeat_at"),
  },
};
