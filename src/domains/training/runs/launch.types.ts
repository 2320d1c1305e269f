import { createUnionType, Field, ID, InputType, Int, ObjectType } from "type-graphql";
import { Refusal } from "../../../graphql/refusal.types.js";
import { JsonObject } from "../../../graphql/scalars.js";
import { FederationInputType } from "../federation/federation.types.js";
import { Preset } from "../recipes/recipe.specs.js";
import { Accelerator, RunPriority } from "./run.entity.js";
import { QuotaExceededType } from "./quota-exceeded.types.js";
import { RunType } from "./run.types.js";

@InputType("CheckpointPolicyInput", {
  description: "When to save checkpoints, besides at each epoch's end.",
})
export class CheckpointPolicyInput {
  @Field(() => Int, { nullable: true, description: "1 to 1000000; not by steps when not given." })
  everySteps?: number | null;

  @Field(() => Int, { nullable: true, description: "1 to 86400; 30 when not given." })
  everySeconds?: number | null;

  @Field(() => Int, { nullable: true, description: "How many of the newest to keep, 1 to 20; 3 when not given." })
  keep?: number | null;
}

@InputType("StartFromInput", {
  description:
    "Weights to begin with. Names are those of weights, or of layers: conv1 names conv1/kernel and conv1/bias.",
})
export class StartFromInputType {
  @Field(() => ID, {
    description: "A run of the same recipe that has succeeded. On the same data the seed must be its.",
  })
  runId!: string;

  @Field(() => [String], { nullable: true, description: "Layers that stay as they are, at most 100." })
  freeze?: string[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Layers that begin anew, such as the last one for other classes, at most 100; all others must fit.",
  })
  renew?: string[] | null;
}

@InputType("LaunchTrainingRunInput")
export class LaunchRunInput {
  @Field(() => String, { description: "Id of a recipe." })
  recipe!: string;

  @Field(() => JsonObject, {
    nullable: true,
    description: "By the recipe's parameters; what is not given is the preset's, else its default.",
  })
  parameters?: Record<string, unknown> | null;

  @Field(() => Preset, { nullable: true, description: "Parameters and data set to begin from; see Recipe.presets." })
  preset?: Preset | null;

  @Field(() => String, {
    nullable: true,
    description:
      "One of the recipe's built-in data sets by name; or a data set of your own by its id, in its newest version, or by a version's id. The preset's, else the recipe's first, when not given.",
  })
  dataset?: string | null;

  @Field(() => String, {
    nullable: true,
    description:
      "A pre-trained model of your own to begin with, in place of the parameter checkpoint: the id of a data set of the kind CHECKPOINT, in its newest version, or of a version. For recipes that say takesCheckpoint.",
  })
  checkpoint?: string | null;

  @Field(() => Int, { nullable: true, description: "Decides every random choice, 0 or more; 42 when not given." })
  seed?: number | null;

  @Field(() => Accelerator, { nullable: true, description: "ANY when not given." })
  accelerator?: Accelerator | null;

  @Field(() => RunPriority, {
    nullable: true,
    description: "Among the runs of your organisation that wait; NORMAL when not given.",
  })
  priority?: RunPriority | null;

  @Field(() => String, { nullable: true, description: "For people; made of recipe and seed when not given." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "Markdown, at most 20000 characters." })
  notes?: string | null;

  @Field(() => String, { nullable: true, description: "What it belongs to, at most 120 characters." })
  group?: string | null;

  @Field(() => [String], { nullable: true, description: "At most 20 of at most 50 characters; kept in small letters." })
  tags?: string[] | null;

  @Field(() => CheckpointPolicyInput, { nullable: true })
  checkpoints?: CheckpointPolicyInput | null;

  @Field(() => Int, {
    nullable: true,
    description: "Steps from one report of metrics to the next; as many as make about 200 reports when not given.",
  })
  metricsEverySteps?: number | null;

  @Field(() => StartFromInputType, { nullable: true, description: "Begins with the weights of a finished run." })
  startFrom?: StartFromInputType | null;

  @Field(() => ID, {
    nullable: true,
    description:
      "A run of the same recipe, data and seed that has succeeded, such as one of a greater network: this one learns from its answers too. See Recipe.teachable and the parameters teacherTemperature and teacherWeight.",
  })
  teacher?: string | null;

  @Field(() => FederationInputType, { nullable: true })
  federation?: FederationInputType | null;

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
    description:
      "Stable: UNKNOWN_RECIPE, UNKNOWN_DATASET, UNFIT_DATASET, UNKNOWN_PARAMETER, OUT_OF_RANGE, WRONG_TYPE, FIXED_BY_CHECKPOINT or INVALID.",
  })
  code!: string;

  @Field(() => String)
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
