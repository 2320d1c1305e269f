import { createUnionType, Field, InputType, Int, ObjectType } from "type-graphql";
import { Refusal } from "../../../graphql/refusal.types.js";
import { DateTime, JsonObject } from "../../../graphql/scalars.js";
import { Accelerator } from "./run.entity.js";
import { RunType } from "./run.types.js";

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
