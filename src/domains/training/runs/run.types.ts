import { ArgsType, Field, Float, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, PageArgs } from "../../../graphql/connection.types.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime, JsonObject } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { EvaluationType } from "../evaluations/evaluation.types.js";
import { Accelerator } from "./run.entity.js";
import { RunStatus } from "./run-status.js";

registerEnumType(RunStatus, {
  name: "TrainingRunStatus",
  description: "Where a run stands. Nothing follows SUCCEEDED, FAILED and CANCELLED.",
});
registerEnumType(Accelerator, {
  name: "Accelerator",
  description: "What a run computes on; with GPU it fails where there is none.",
});

@ObjectType("MetricValue", { simpleResolvers: true })
export class MetricValueType {
  @Field(() => String)
  name!: string;

  @Field(() => Float)
  value!: number;
}

@ObjectType("MetricPoint", { simpleResolvers: true })
export class MetricPointType {
  @Field(() => Int)
  step!: number;

  @Field(() => Float)
  value!: number;
}

@ObjectType("MetricSeries", { simpleResolvers: true, description: "How a metric went, by step." })
export class MetricSeriesType {
  @Field(() => String)
  name!: string;

  @Field(() => [MetricPointType], { description: "In order; thinned so that peaks stay." })
  points!: MetricPointType[];
}

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
}

@ObjectType("TrainingRun", { implements: Node, simpleResolvers: true, description: "One execution of a recipe." })
export class RunType extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: "Id of its recipe." })
  recipe!: string;

  @Field(() => JsonObject)
  parameters!: object;

  @Field(() => String)
  dataset!: string;

  @Field(() => String, { description: "SHA-256 of the bytes that it trains on." })
  datasetSha256!: string;

  @Field(() => Int)
  seed!: number;

  @Field(() => Accelerator)
  accelerator!: Accelerator;

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

  @Field(() => [MetricValueType], { description: "The newest value of each metric." })
  latestMetrics!: MetricValueType[];

  @Field(() => EvaluationType, { nullable: true, description: "On the test part; null until it has succeeded." })
  evaluation!: EvaluationType | null;

  @Field(() => EvaluationType, {
    nullable: true,
    description: "A common-sense method on the same test part, to compare with.",
  })
  baseline!: EvaluationType | null;

  @Field(() => RunErrorType, { nullable: true, description: "Why it failed." })
  error!: RunErrorType | null;

  @Field(() => AuthorType, { nullable: true })
  launchedBy!: AuthorType | null;
}

export const RunConnection = connectionOf(() => RunType, "TrainingRun");

@InputType("TrainingRunFilter", { description: "All that are given must hold." })
export class RunFilter {
  @Field(() => [RunStatus], { nullable: true, description: "Any of these." })
  status?: RunStatus[] | null;

  @Field(() => String, { nullable: true, description: "Id of a recipe." })
  recipe?: string | null;

  @Field(() => String, { nullable: true, description: "Part of the name." })
  name?: string | null;
}

@ArgsType()
export class RunsArgs extends PageArgs {
  @Field(() => RunFilter, { nullable: true })
  filter?: RunFilter | null;
}
