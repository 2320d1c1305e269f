import { idColumn, instantColumn, plainColumns, type Shape } from "../../kernel/read/shape.js";
import { authorShape } from "../accounts/accounts.shapes.js";

export const evaluationShape: Shape = {
  type: "Evaluation",
  table: "evaluation",
  columns: {
    ...plainColumns("name"),
    createdAt: instantColumn("created_at"),
    ...reportColumns("rows", "accuracy", "balancedAccuracy", "kappa", "mcc", "logLoss", "brier", "macroAuc"),
    ...reportColumns("macro", "micro", "weighted", "classes"),
    confusionMatrix: (evaluation) => `json_build_object(
      'labels', (select json_agg(class->'name') from jsonb_array_elements(${evaluation}.report->'classes') class),
      'counts', ${evaluation}.report->'confusion')`,
  },
};

export const artifactShape: Shape = {
  type: "Artifact",
  table: "artifact",
  columns: {
    id: idColumn("Artifact"),
    ...plainColumns("kind", "name", "mediaType", "size", "sha256"),
    createdAt: instantColumn("created_at"),
  },
};

export const workerShape: Shape = {
  type: "Worker",
  table: "worker",
  columns: {
    id: idColumn("Worker"),
    ...plainColumns("host", "pid", "backend"),
    startedAt: instantColumn("started_at"),
    heartbeatAt: instantColumn("heartbeat_at"),
  },
};

export const runShape: Shape = {
  type: "TrainingRun",
  table: "training_run",
  columns: {
    id: idColumn("TrainingRun"),
    ...plainColumns(
      "name",
      "recipe",
      "lastSeq",
      "parameters",
      "dataset",
      "seed",
      "accelerator",
      "status",
      "attempt",
      "progress",
      "backend",
      "error",
    ),
    datasetSha256: (run) => `${run}.dataset_sha256`,
    latestMetrics: (
      run,
    ) => `(select coalesce(json_agg(json_build_object('name', key, 'value', value) order by key), '[]'::json)
      from jsonb_each(${run}.latest_metrics))`,
    createdAt: instantColumn("created_at"),
    startedAt: instantColumn("started_at"),
    finishedAt: instantColumn("finished_at"),
  },
  one: {
    launchedBy: { shape: () => authorShape, on: (run, author) => `${author}.id = ${run}.launched_by` },
    evaluation: judged("MODEL"),
    baseline: judged("BASELINE"),
  },
  many: {
    artifacts: {
      shape: () => artifactShape,
      on: (run, artifact) => `${artifact}.run_id = ${run}.id and ${artifact}.kind <> 'CHECKPOINT'`,
      order: (artifact) => `${artifact}.id`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
  },
};

function judged(subject: "MODEL" | "BASELINE") {
  return {
    shape: () => evaluationShape,
    on: (run: string, evaluation: string) =>
      `${evaluation}.run_id = ${run}.id and ${evaluation}.subject = '${subject}'`,
  };
}

function reportColumns(...fields: string[]): Shape["columns"] {
  return Object.fromEntries(fields.map((field) => [field, (evaluation: string) => `${evaluation}.report->'${field}'`]));
}
