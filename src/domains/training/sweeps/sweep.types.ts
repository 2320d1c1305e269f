import { ArgsType, Extensions, Field, Float, Int, ObjectType, registerEnumType, InputType } from "type-graphql";
import { connectionOf, PageArgs } from "../../../graphql/connection.types.js";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";
import { Node } from "../../../graphql/node.types.js";
import { DateTime, Json, JsonObject } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { DatasetVersionType } from "../datasets/dataset.types.js";
import { Accelerator, RunPriority } from "../runs/run.entity.js";
import { ResourceUnit, SweepGoal, SweepMethod } from "./sweep.specs.js";
import { SweepStatus } from "./sweep-status.js";
import { SweepTrialType } from "./sweep-trial.types.js";

registerEnumType(SweepStatus, {
  name: "SweepStatus",
  description: "Where a sweep stands. Nothing follows SUCCEEDED, STOPPED and FAILED.",
});
registerEnumType(SweepMethod, {
  name: "SweepMethod",
  description: "GRID tries every point in order, RANDOM draws them evenly, TPE where good trials were (Bayesian).",
});
registerEnumType(SweepGoal, { name: "SweepGoal" });
registerEnumType(ResourceUnit, { name: "SweepResourceUnit", description: "What a trial's age is counted in." });

@Extensions(PART_OF_ROW)
@ObjectType("SweepDimension", { simpleResolvers: true, description: "What a sweep tries of one parameter." })
export class SweepDimensionType {
  @Field(() => String)
  parameter!: string;

  @Field(() => [Json], { nullable: true, description: "The values to choose from; null for a range." })
  choices!: unknown[] | null;

  @Field(() => Float, { nullable: true })
  minimum!: number | null;

  @Field(() => Float, { nullable: true })
  maximum!: number | null;

  @Field(() => Boolean, { nullable: true, description: "Drawn evenly in the logarithm." })
  log!: boolean | null;

  @Field(() => Float, { nullable: true, description: "Distance of neighbouring values; null for any number." })
  step!: number | null;

  @Field(() => Int, { nullable: true, description: "Values that a grid takes of the range." })
  points!: number | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("SweepObjective", { simpleResolvers: true, description: "What is to become better." })
export class SweepObjectiveType {
  @Field(() => String, { description: "Name of a metric that runs report, e.g. val_accuracy." })
  metric!: string;

  @Field(() => SweepGoal)
  goal!: SweepGoal;
}

@Extensions(PART_OF_ROW)
@ObjectType("Asha", {
  simpleResolvers: true,
  description:
    "Asynchronous successive halving: at each rung a trial that is not among the best 1/η so far is stopped.",
})
export class AshaType {
  @Field(() => ResourceUnit)
  unit!: ResourceUnit;

  @Field(() => Int, { description: "Age at the first rung; each next one is at reductionFactor times that age." })
  minResource!: number;

  @Field(() => Int, { nullable: true, description: "No rung at this age or later." })
  maxResource!: number | null;

  @Field(() => Int, { description: "η: one in so many goes on." })
  reductionFactor!: number;
}

@ObjectType("Sweep", {
  implements: Node,
  simpleResolvers: true,
  description: "A search for good parameters of a recipe by trials, each a training run.",
})
export class SweepType extends Node {
  @Field(() => String)
  name!: string;

  @Field(() => String, { description: "Id of its recipe." })
  recipe!: string;

  @Field(() => String)
  dataset!: string;

  @Field(() => DatasetVersionType, {
    nullable: true,
    description: "The version of your own data that its trials train on; null for a built-in set.",
  })
  datasetVersion!: DatasetVersionType | null;

  @Extensions(rowsAbout(1))
  @Field(() => [SweepDimensionType], { description: "At most 20." })
  space!: SweepDimensionType[];

  @Field(() => JsonObject, { description: "Parameters that are the same in every trial." })
  fixedParameters!: object;

  @Field(() => SweepObjectiveType)
  objective!: SweepObjectiveType;

  @Field(() => SweepMethod)
  method!: SweepMethod;

  @Field(() => AshaType, { nullable: true })
  earlyStopping!: AshaType | null;

  @Field(() => Int)
  maxTrials!: number;

  @Field(() => Int, { description: "How many trials may be under way at once." })
  concurrency!: number;

  @Field(() => Float, { nullable: true, description: "Compute seconds after which no further trial is launched." })
  budgetComputeSeconds!: number | null;

  @Field(() => Float, { description: "What its trials have used so far." })
  computeSeconds!: number;

  @Field(() => Int, { description: "Of the choice of parameters, and of every trial's run." })
  seed!: number;

  @Field(() => Accelerator)
  accelerator!: Accelerator;

  @Field(() => RunPriority, { description: "Of every trial's run, among those of your organisation." })
  priority!: RunPriority;

  @Field(() => SweepStatus)
  status!: SweepStatus;

  @Field(() => String, { nullable: true, description: "Why it ended as it did, where that needs saying." })
  reason!: string | null;

  @Field(() => String, { nullable: true, description: "Why it launches nothing now, though it would." })
  waitingFor!: string | null;

  @Field(() => Int, { description: "How many trials it has launched." })
  launched!: number;

  @Field(() => Int, { description: "Sequence number of its last event so far." })
  lastSeq!: number;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true })
  finishedAt!: string | null;

  @Field(() => AuthorType, { nullable: true })
  launchedBy!: AuthorType | null;

  @Field(() => SweepTrialType, { nullable: true, description: "The best so far; null while none has a result." })
  bestTrial!: SweepTrialType | null;
}

export const SweepConnection = connectionOf(() => SweepType, "Sweep");

@InputType("SweepFilter", { description: "All that are given must hold." })
export class SweepFilter {
  @Field(() => [SweepStatus], { nullable: true, description: "Any of these." })
  status?: SweepStatus[] | null;

  @Field(() => String, { nullable: true, description: "Id of a recipe." })
  recipe?: string | null;
}

@ArgsType()
export class SweepsArgs extends PageArgs {
  @Field(() => SweepFilter, { nullable: true })
  filter?: SweepFilter | null;
}
