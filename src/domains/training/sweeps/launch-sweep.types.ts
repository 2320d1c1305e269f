import { createUnionType, Field, Float, InputType, Int, ObjectType } from "type-graphql";
import { Refusal } from "../../../graphql/refusal.types.js";
import { Json, JsonObject } from "../../../graphql/scalars.js";
import { FieldFaultType, IdempotencyConflictType } from "../runs/launch.types.js";
import { QuotaExceededType } from "../runs/quota-exceeded.types.js";
import { Accelerator, RunPriority } from "../runs/run.entity.js";
import { ResourceUnit, SweepGoal, SweepMethod } from "./sweep.specs.js";
import { SweepType } from "./sweep.types.js";

@InputType("SweepDimensionInput", {
  description: "What to try of one parameter: either choices, or a range of a number from minimum to maximum.",
})
export class SweepDimensionInput {
  @Field(() => String, { description: "Name of a parameter of the recipe." })
  parameter!: string;

  @Field(() => [Json], { nullable: true, description: "1 to 100 values." })
  choices?: unknown[] | null;

  @Field(() => Float, { nullable: true, description: "Included." })
  minimum?: number | null;

  @Field(() => Float, { nullable: true, description: "Included, where steps reach it." })
  maximum?: number | null;

  @Field(() => Boolean, { nullable: true, description: "Draw evenly in the logarithm; the minimum is above 0." })
  log?: boolean | null;

  @Field(() => Float, { nullable: true, description: "Distance of neighbouring values; 1 for whole numbers." })
  step?: number | null;

  @Field(() => Int, { nullable: true, description: "For a grid without step: how many values to take, 2 to 1000." })
  points?: number | null;
}

@InputType("SweepObjectiveInput")
export class SweepObjectiveInput {
  @Field(() => String, { description: "Name of a metric that the runs report, e.g. val_accuracy." })
  metric!: string;

  @Field(() => SweepGoal)
  goal!: SweepGoal;
}

@InputType("AshaInput", {
  description: "Asynchronous successive halving: stop trials that are not among the best 1/η of those at the same age.",
})
export class AshaInput {
  @Field(() => ResourceUnit, { nullable: true, description: "EPOCH when not given." })
  unit?: ResourceUnit | null;

  @Field(() => Int, { nullable: true, description: "Age at the first comparison; 1 when not given." })
  minResource?: number | null;

  @Field(() => Int, { nullable: true, description: "No comparison at this age or later." })
  maxResource?: number | null;

  @Field(() => Int, { nullable: true, description: "η, 2 to 10; 3 when not given." })
  reductionFactor?: number | null;
}

@InputType("SweepBudgetInput")
export class SweepBudgetInput {
  @Field(() => Float, {
    nullable: true,
    description: "Compute seconds of all trials after which no further one is launched; those under way go on.",
  })
  computeSeconds?: number | null;
}

@InputType("LaunchSweepInput")
export class LaunchSweepInput {
  @Field(() => String, { description: "Id of a recipe." })
  recipe!: string;

  @Field(() => String, { nullable: true, description: "One of the recipe's data sets; its first when not given." })
  dataset?: string | null;

  @Field(() => [SweepDimensionInput], { description: "1 to 20 parameters to search over." })
  space!: SweepDimensionInput[];

  @Field(() => JsonObject, {
    nullable: true,
    description: "The same in every trial; what is in neither takes the recipe's default.",
  })
  fixedParameters?: Record<string, unknown> | null;

  @Field(() => SweepObjectiveInput)
  objective!: SweepObjectiveInput;

  @Field(() => SweepMethod)
  method!: SweepMethod;

  @Field(() => AshaInput, { nullable: true, description: "No trial is stopped early when not given." })
  earlyStopping?: AshaInput | null;

  @Field(() => Int, { nullable: true, description: "1 to 1000; 20, or a grid's points, when not given." })
  maxTrials?: number | null;

  @Field(() => Int, {
    nullable: true,
    description: "How many trials may be under way at once, 1 to 100; 2 when not given.",
  })
  concurrency?: number | null;

  @Field(() => SweepBudgetInput, { nullable: true })
  budget?: SweepBudgetInput | null;

  @Field(() => Int, {
    nullable: true,
    description: "Of the choice of parameters, and of every trial's run, 0 or more; 42 when not given.",
  })
  seed?: number | null;

  @Field(() => Accelerator, { nullable: true, description: "ANY when not given." })
  accelerator?: Accelerator | null;

  @Field(() => RunPriority, {
    nullable: true,
    description: "Of every trial's run, among those of your organisation; NORMAL when not given.",
  })
  priority?: RunPriority | null;

  @Field(() => String, { nullable: true, description: "For people; made of recipe and method when not given." })
  name?: string | null;

  @Field(() => String, {
    nullable: true,
    description: "Sending the same key and input again answers with the same sweep.",
  })
  idempotencyKey?: string | null;
}

@ObjectType("InvalidSweep", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The recipe does not offer what was asked for, or it is too much.",
})
export class InvalidSweepType extends Refusal {
  @Field(() => [FieldFaultType])
  errors!: FieldFaultType[];
}

export const LaunchSweepResult = createUnionType({
  name: "LaunchSweepResult",
  types: () => [SweepType, InvalidSweepType, QuotaExceededType, IdempotencyConflictType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});
