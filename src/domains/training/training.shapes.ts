import { idColumn, instantColumn, plainColumns, type Shape } from "../../kernel/read/shape.js";
import { authorShape } from "../accounts/accounts.shapes.js";
import { artifactShape, checkpointShape } from "./artifacts/artifact.shapes.js";
import { runEditShape } from "./cards/run-edit.shapes.js";
import { runCost } from "./costs/run-cost.views.js";
import { ENSEMBLE_MAX } from "./evaluations/ensemble.specs.js";
import { evaluationShape } from "./evaluations/evaluation.shapes.js";
import { datasetVersionShape } from "./datasets/dataset.shapes.js";
import { exportShape } from "./exports/export.shapes.js";
import { federationShape } from "./federation/federation.shapes.js";
import { trainedModel } from "./runs/trained-model.views.js";
import { waitingFor } from "./runs/run-waiting.views.js";

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
      "checkpointSource",
      "seed",
      "accelerator",
      "priority",
      "status",
      "attempt",
      "progress",
      "backend",
      "error",
      "checkpointing",
      "best",
    ),
    origin: (run) => `case when ${run}.origin_kind is not null then json_build_object('kind', ${run}.origin_kind,
      'runId', 'TrainingRun_' || ${run}.origin_run_id, 'step', ${run}.origin_step) end`,
    waitingFor,
    model: trainedModel,
    datasetSha256: (run) => `${run}.dataset_sha256`,
    latestMetrics: (
      run,
    ) => `(select coalesce(json_agg(json_build_object('name', key, 'value', value) order by key), '[]'::json)
      from jsonb_each(${run}.latest_metrics))`,
    notes: ofCard("notes"),
    group: ofCard("group_name"),
    tags: ofCard("to_json(tags)"),
    archived: ofCard("archived"),
    cost: runCost,
    metricNames: (run) => `(select coalesce(json_agg(name), '[]'::json) from (
      select name from training_run_series series where series.run_id = ${run}.id order by name limit 500) named)`,
    trialNumber: (run) => `(select trial.number from sweep_trial trial where trial.run_id = ${run}.id)`,
    createdAt: instantColumn("created_at"),
    startedAt: instantColumn("started_at"),
    finishedAt: instantColumn("finished_at"),
    historyDeletedAt: instantColumn("history_deleted_at"),
  },
  one: {
    launchedBy: { shape: () => authorShape, on: (run, author) => `${author}.id = ${run}.launched_by` },
    datasetVersion: {
      shape: () => datasetVersionShape,
      on: (run, version) => `${version}.id = ${run}.dataset_version_id`,
    },
    checkpointVersion: {
      shape: () => datasetVersionShape,
      on: (run, version) => `${version}.id = ${run}.checkpoint_version_id`,
    },
    teacher: {
      shape: () => runShape,
      on: (run, teacher) => `${teacher}.id = (${run}.teacher->>'runId')::uuid
        and ${teacher}.organisation_id = ${run}.organisation_id`,
    },
    sweep: { shape: () => sweepShape, on: (run, sweep) => `${sweep}.id = ${run}.sweep_id` },
    federation: {
      shape: () => federationShape,
      on: (run, federated) => `${federated}.id = ${run}.id and ${federated}.federation is not null`,
    },
    evaluation: judged("MODEL"),
    baseline: judged("BASELINE"),
  },
  many: {
    artifacts: {
      shape: () => artifactShape,
      on: (run, artifact) => `${artifact}.run_id = ${run}.id and ${artifact}.kind not in ('CHECKPOINT', 'ROUND')`,
      order: (artifact) => `${artifact}.id`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
    exports: {
      shape: () => exportShape,
      on: (run, made) => `${made}.run_id = ${run}.id`,
      order: (made) => `${made}.id`,
      limit: { argument: "first", default: 20 },
      max: 20,
    },
    edits: {
      shape: () => runEditShape,
      on: (run, edit) => `${edit}.run_id = ${run}.id`,
      order: (edit) => `${edit}.id desc`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
    evaluations: {
      shape: () => evaluationShape,
      on: (run, evaluation) => `${evaluation}.run_id = ${run}.id and ${evaluation}.subject = 'MODEL'`,
      order: (evaluation) => `${evaluation}.id desc`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
    evaluationRequests: {
      shape: () => evaluationRequestShape,
      on: (run, request) => `${request}.run_id = ${run}.id`,
      order: (request) => `${request}.id desc`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
    checkpoints: {
      shape: () => checkpointShape,
      on: (run, artifact) => `${artifact}.run_id = ${run}.id and ${artifact}.kind = 'CHECKPOINT'`,
      order: (artifact) => `${artifact}.id desc`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
  },
};

/** What stands on the card that the database keeps for every run. */
function ofCard(value: string): (run: string) => string {
  return (run) => `(select ${value} from training_run_card where run_id = ${run}.id)`;
}

function judged(subject: "MODEL" | "BASELINE") {
  return {
    shape: () => evaluationShape,
    on: (run: string, evaluation: string) =>
      `${evaluation}.run_id = ${run}.id and ${evaluation}.subject = '${subject}' and ${evaluation}.request_id is null`,
  };
}

export const evaluationRequestShape: Shape = {
  type: "EvaluationRequest",
  table: "evaluation_request",
  columns: {
    id: idColumn("EvaluationRequest"),
    ...plainColumns("status", "dataset", "checkpoint", "step", "error"),
    createdAt: instantColumn("created_at"),
    finishedAt: instantColumn("finished_at"),
  },
  one: {
    requestedBy: { shape: () => authorShape, on: (request, author) => `${author}.id = ${request}.requested_by` },
    evaluation: requested("MODEL", "ENSEMBLE"),
    baseline: requested("BASELINE"),
  },
  many: {
    members: {
      shape: () => runShape,
      on: (request, run) => `${run}.id = any(${request}.members)`,
      order: (run) => `${run}.id`,
      max: ENSEMBLE_MAX,
    },
    artifacts: {
      shape: () => artifactShape,
      on: (request, artifact) => `${artifact}.run_id = ${request}.run_id
        and starts_with(${artifact}.name, 'evaluation-' || right(${request}.id::text, 12) || '-')`,
      order: (artifact) => `${artifact}.id`,
      limit: { argument: "first", default: 20 },
      max: 100,
    },
  },
};

function requested(...subjects: ("MODEL" | "BASELINE" | "ENSEMBLE")[]) {
  return {
    shape: () => evaluationShape,
    on: (request: string, evaluation: string) =>
      `${evaluation}.request_id = ${request}.id and ${evaluation}.subject in (${subjects.map((subject) => `'${subject}'`).join(", ")})`,
  };
}

/** The best trial so far: of those that count, the one that came furthest by the sweep's goal. */
const bestTrialId = (sweep: string) => `(select best.id from sweep_trial best
  where best.sweep_id = ${sweep}.id and best.best is not null and best.status in ('RUNNING', 'SUCCEEDED', 'STOPPED_EARLY')
  order by best.best * case ${sweep}.goal when 'MINIMISE' then 1 else -1 end, best.number limit 1)`;

export const sweepShape: Shape = {
  type: "Sweep",
  table: "sweep",
  columns: {
    id: idColumn("Sweep"),
    ...plainColumns("name", "recipe", "dataset", "space", "fixedParameters", "method", "earlyStopping", "maxTrials"),
    ...plainColumns(
      "concurrency",
      "seed",
      "accelerator",
      "priority",
      "status",
      "reason",
      "waitingFor",
      "launched",
      "lastSeq",
    ),
    objective: (sweep) => `json_build_object('metric', ${sweep}.metric, 'goal', ${sweep}.goal)`,
    budgetComputeSeconds: (sweep) => `${sweep}.budget_seconds`,
    computeSeconds: (sweep) => `(select coalesce(sum(u.seconds * u.units), 0)::float8
      from training_run_usage u join sweep_trial trial on trial.run_id = u.run_id
      where trial.sweep_id = ${sweep}.id and u.purpose = 'TRAINING')`,
    createdAt: instantColumn("created_at"),
    finishedAt: instantColumn("finished_at"),
  },
  one: {
    datasetVersion: {
      shape: () => datasetVersionShape,
      on: (sweep, version) => `${version}.id = ${sweep}.dataset_version_id`,
    },
    launchedBy: { shape: () => authorShape, on: (sweep, author) => `${author}.id = ${sweep}.launched_by` },
    bestTrial: { shape: () => sweepTrialShape, on: (sweep, trial) => `${trial}.id = ${bestTrialId(sweep)}` },
  },
};

export const sweepTrialShape: Shape = {
  type: "SweepTrial",
  table: "sweep_trial",
  columns: {
    ...plainColumns("number", "parameters", "status", "reason", "value", "best", "stoppedAt"),
    rung: (trial) => `nullif(jsonb_array_length(${trial}.rungs), 0)`,
    createdAt: instantColumn("created_at"),
    endedAt: instantColumn("ended_at"),
  },
  one: {
    run: { shape: () => runShape, on: (trial, run) => `${run}.id = ${trial}.run_id` },
  },
};
