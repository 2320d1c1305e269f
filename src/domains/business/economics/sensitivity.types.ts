import { Extensions, Field, InputType, Int, ObjectType } from "type-graphql";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { EconomicInputSpecType } from "./template.types.js";

@Extensions(PART_OF_ROW)
@ObjectType("SensitivityPoint", { simpleResolvers: true })
export class SensitivityPointType {
  @Field(() => String)
  input!: string;

  @Field(() => String, { nullable: true })
  output!: string | null;
}

@ObjectType("SensitivityGrid", {
  simpleResolvers: true,
  description: "An output at each pair of values of two inputs.",
})
export class SensitivityGridType {
  @Field(() => [String])
  rows!: string[];

  @Field(() => [String])
  columns!: string[];

  @Field(() => [[String]], { nullable: "items", description: "A list for each row." })
  outputs!: (string | null)[][];
}

@Extensions(PART_OF_ROW)
@ObjectType("TornadoBar", {
  simpleResolvers: true,
  description: "What one input does to an output when it is lowered and raised.",
})
export class TornadoBarType {
  @Field(() => EconomicInputSpecType)
  spec!: EconomicInputSpecType;

  @Field(() => String, { description: "The input, lowered as far as its range allows." })
  low!: string;

  @Field(() => String)
  high!: string;

  @Field(() => String, { nullable: true })
  outputAtLow!: string | null;

  @Field(() => String, { nullable: true })
  outputAtHigh!: string | null;
}

@ObjectType("SoughtGoal", {
  simpleResolvers: true,
  description: "The value of an input that gives an output the wanted value.",
})
export class SoughtGoalType {
  @Field(() => Boolean, {
    description: "Whether there is one between from and to; otherwise value is the one that comes nearest.",
  })
  reached!: boolean;

  @Field(() => String, { nullable: true, description: "Null where the output is nowhere defined." })
  value!: string | null;

  @Field(() => String, { nullable: true, description: "The output with that value, computed exactly." })
  outcome!: string | null;

  @Field(() => String, { description: "Where the search began." })
  from!: string;

  @Field(() => String)
  to!: string;
}

@InputType("VariedInput", {
  description:
    "An input to vary. Of constant and growing inputs the values are amounts, the first one of what grows; dated ones, single ones and prices are multiplied by them.",
})
export class VariedInputType {
  @Field(() => String)
  input!: string;

  @Field(() => String)
  from!: string;

  @Field(() => String)
  to!: string;

  @Field(() => Int, { defaultValue: 11, description: "How many values, both ends included: 2 to 61, in a grid to 15." })
  steps!: number;
}

@InputType("GoalInput")
export class GoalInputType {
  @Field(() => String, { description: "The input to move, as in VariedInput." })
  input!: string;

  @Field(() => String)
  output!: string;

  @Field(() => Int, { nullable: true, description: "From 1; left out for a figure." })
  month?: number | null;

  @Field(() => String, { description: "Decimal: what the output shall be." })
  target!: string;

  @Field(() => String, { nullable: true, description: "A tenth of what the input is, when not given." })
  from?: string | null;

  @Field(() => String, { nullable: true, description: "Ten times what the input is, when not given." })
  to?: string | null;
}
