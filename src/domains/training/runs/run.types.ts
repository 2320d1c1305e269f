import {
  ArgsType,
  createUnionType,
  Field,
  Float,
  InputType,
  Int,
  InterfaceType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
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

@ObjectType("Artifact", { implements: Node, simpleResolvers: true, description: "Something that a run made." })
export class ArtifactType extends Node {
  @Field(() => String, { description: "WEIGHTS, PREDICTIONS, SAMPLE, CURVES, CONFUSION_MATRIX or ROC." })
  kind!: string;

  @Field(() => String)
  name!: string;

  @Field(() => String)
  mediaType!: string;

  @Field(() => Float, { description: "In bytes." })
  size!: number;

  @Field(() => String, { description: "Of its bytes, in hexadecimal." })
  sha256!: string;

  @Field(() => DateTime)
  createdAt!: string;
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

@InputType("LaunchTrainingRunInput")
export class LaunchRunInput {
  @Field(() => String, { description: "Id of a recipe." })
  recipe!: string;

  @Field(() => JsonObject, {
    nullable: true,
    description: "By the recipe's parameters; what is not given takes its default.",
  })
  parameters?: Record<string, unknown> | null;

  @Field(() => String, { nullable: true, description: "One of the recipe's data sets; its first when not given." })
  dataset?: string | null;

  @Field(() => Int, { nullable: true, description: "Decides every random choice, 0 or more; 42 when not given." })
  seed?: number | null;

  @Field(() => Accelerator, { nullable: true, description: "ANY when not given." })
  accelerator?: Accelerator | null;

  @Field(() => String, { nullable: true, description: "For people; made of recipe and seed when not given." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Sending the same key and input again answers with the same run.",
  })
  idempotencyKey?: string | null;
}

@ObjectType("FieldFault", { simpleResolvers: true, description: "What is wrong with one field." })
export class FieldFaultType {
  @Field(() => String, { description: "Path within the input, e.g. parameters.epochs." })
  field!: string;

  @Field(() => String, {
    description: "Stable: UNKNOWN_RECIPE, UNKNOWN_DATASET, UNKNOWN_PARAMETER, OUT_OF_RANGE, WRONG_TYPE or INVALID.",
  })
  code!: string;

  @Field(() => String)
  message!: string;
}

@InterfaceType("Refusal", {
  description: "Why something expected was not done.",
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class Refusal {
  @Field(() => String, { description: "Stable, for programs." })
  code!: string;

  @Field(() => String, { description: "For people." })
  message!: string;
}

@ObjectType("InvalidParameters", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The recipe does not offer what was asked for.",
})
export class InvalidParametersType extends Refusal {
  @Field(() => [FieldFaultType])
  errors!: FieldFaultType[];
}

@ObjectType("QuotaExceeded", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The organisation has used what it may.",
})
export class QuotaExceededType extends Refusal {
  @Field(() => Int)
  limit!: number;

  @Field(() => DateTime, {
    nullable: true,
    description: "When there is room again; null where a run that ends makes room.",
  })
  resetsAt!: Date | null;
}

@ObjectType("IdempotencyConflict", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The key was used before, for another input.",
})
export class IdempotencyConflictType extends Refusal {}

export const LaunchResult = createUnionType({
  name: "LaunchTrainingRunResult",
  types: () => [RunType, InvalidParametersType, QuotaExceededType, IdempotencyConflictType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
