import { Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime, JsonObject } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { RunCostType } from "../costs/run-cost.types.js";
import { DatasetVersionType } from "../datasets/dataset.types.js";
import { EvaluationType } from "../evaluations/evaluation.types.js";
import { FederationType } from "../federation/federation.types.js";
import { Accelerator, RunPriority } from "./run.entity.js";
import { BestMetricType, CheckpointPolicyType, RunOriginType } from "./checkpoint.types.js";
import { MetricValueType } from "./metric.types.js";
import { RunStatus } from "./run-status.js";
import { TrainedModelType } from "./trained-model.types.js";
import { WaitingForType } from "./run-waiting.types.js";

registerEnumType(RunStatus, {
  name: "TrainingRunStatus",
  description:
    "Where a run stands. A PAUSED one goes on when it is resumed. Nothing follows SUCCEEDED, FAILED and CANCELLED.",
});
registerEnumType(Accelerator, {
  name: "Accelerator",
  description: "What a run computes on; with GPU it waits for a worker that has one.",
});

registerEnumType(RunPriority, {
  name: "TrainingRunPriority",
  description: "How urgent a run is. Shares between organisations come first; priorities order the runs of one.",
});

@ObjectType("RunProgress", { simpleResolvers: true, description: "How far a run is." })
export class RunProgressType {
  @Field(() => Int, { description: "Counts from 1." })
  epoch!: number;

  @Field(() => Int)
  epochs!: number;

  @Field(() => Int, { description: "Steps done." })
  step!: number;

  @Field(() => Int)
  steps!: number;

  @Field(() => Float, { nullable: true, description: "Null until there is a pace to go by." })
  etaSeconds!: number | null;
}

@ObjectType("RunBackend", { simpleResolvers: true, description: "What a run computed on." })
export class RunBackendType {
  @Field(() => String, { description: "tfjs-node-gpu, tfjs-node, wasm or cpu." })
  name!: string;

  @Field(() => String)
  device!: string;

  @Field(() => Float)
  memoryBytes!: number;

  @Field(() => String, { nullable: true })
  warning!: string | null;
}

@ObjectType("RunError", { simpleResolvers: true, description: "Why a run failed." })
export class RunErrorType {
  @Field(() => String, { description: "Stable, e.g. NON_FINITE_LOSS." })
  code!: string;

  @Field(() => String)
  message!: string;

  @Field(() => String, { nullable: true, description: "What its process wrote last, where one died." })
  lastWords!: string | null;
}

@ObjectType("CheckpointSource", { simpleResolvers: true, description: "A pre-trained model that a run begins with." })
export class CheckpointSourceType {
  @Field(() => String, { description: "Of the data set." })
  name!: string;

  @Field(() => Int, { description: "Of the version, from 1." })
  number!: number;

  @Field(() => String, { description: "Of the archive's bytes." })
  sha256!: string;
}

@ObjectType("TrainingRun", { implements: Node, simpleResolvers: true, description: "One execution of a recipe." })
export class RunType extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: "Id of its recipe." })
  recipe!: string;

  @Field(() => JsonObject)
  parameters!: object;

  @Field(() => String, { description: "Name of its data set when it was launched." })
  dataset!: string;

  @Field(() => DatasetVersionType, {
    nullable: true,
    description: "The version of your own data that it trains on; null for a built-in set, and once that was deleted.",
  })
  datasetVersion!: DatasetVersionType | null;

  @Field(() => String, { description: "SHA-256 of the bytes that it trains on." })
  datasetSha256!: string;

  @Field(() => CheckpointSourceType, {
    nullable: true,
    description: "The pre-trained model of your own that it begins with, if any, as it was when the run was launched.",
  })
  checkpointSource!: CheckpointSourceType | null;

  @Field(() => DatasetVersionType, {
    nullable: true,
    description: "Where that is: null where there is none, and once it was deleted.",
  })
  checkpointVersion!: DatasetVersionType | null;

  @Field(() => Int)
  seed!: number;

  @Field(() => Accelerator)
  accelerator!: Accelerator;

  @Field(() => RunPriority)
  priority!: RunPriority;

  @Field(() => WaitingForType, { nullable: true, description: "What it waits for; null unless it is QUEUED." })
  waitingFor!: WaitingForType | null;

  @Field(() => RunStatus)
  status!: RunStatus;

  @Field(() => Int, { description: "How many workers have taken it up, from 1." })
  attempt!: number;

  @Field(() => Int, { description: "Sequence number of its last event so far." })
  lastSeq!: number;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true })
  startedAt!: string | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt!: string | null;

  @Field(() => RunProgressType, { nullable: true, description: "Null until it has begun." })
  progress!: RunProgressType | null;

  @Field(() => RunBackendType, { nullable: true, description: "Null until it has begun." })
  backend!: RunBackendType | null;

  @Field(() => CheckpointPolicyType)
  checkpointing!: CheckpointPolicyType;

  @Field(() => BestMetricType, { nullable: true, description: "Null until it was validated." })
  best!: BestMetricType | null;

  @Field(() => RunOriginType, { nullable: true, description: "The run that it retries or forks, if any." })
  origin!: RunOriginType | null;

  @Field(() => RunType, { nullable: true, description: "The run that it learns from; null once that is gone." })
  teacher!: RunType | null;

  @Field(() => TrainedModelType, {
    nullable: true,
    description: "What its weights take; null until it has trained to its end, and of old runs.",
  })
  model!: TrainedModelType | null;

  @Field(() => [MetricValueType], { description: "The newest value of each metric." })
  latestMetrics!: MetricValueType[];

  @Field(() => [String], {
    description: "The names of the metrics that it has points of, in their order, at most 500.",
  })
  metricNames!: string[];

  @Field(() => DateTime, {
    nullable: true,
    description:
      "When its metric points, metric events and log lines were deleted for their age; null while it has them.",
  })
  historyDeletedAt!: string | null;

  @Field(() => FederationType, { nullable: true, description: "How it is spread over the fleet, if it is." })
  federation!: FederationType | null;

  @Field(() => EvaluationType, { nullable: true, description: "On the test part; null until it has succeeded." })
  evaluation!: EvaluationType | null;

  @Field(() => EvaluationType, {
    nullable: true,
    description: "A common-sense method on the same test part, to compare with.",
  })
  baseline!: EvaluationType | null;

  @Field(() => RunErrorType, { nullable: true, description: "Why it failed." })
  error!: RunErrorType | null;

  @Field(() => RunCostType, { nullable: true, description: "What it has used so far; null until it has begun." })
  cost!: RunCostType | null;

  @Extensions(NOT_IN_LISTS)
  @Field(() => String, { nullable: true, description: "What people say about it, in Markdown." })
  notes!: string | null;

  @Field(() => String, { nullable: true, description: "What it belongs to." })
  group!: string | null;

  @Field(() => [String], { description: "In small letters, in the order in which they were added; at most 20." })
  tags!: string[];

  @Field(() => Boolean, { description: "Left out of lists that do not ask for it." })
  archived!: boolean;

  @Field(() => AuthorType, { nullable: true })
  launchedBy!: AuthorType | null;
}

export const RunConnection = connectionOf(() => RunType, "TrainingRun");
