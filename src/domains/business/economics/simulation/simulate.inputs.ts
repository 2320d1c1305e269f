import { Extensions, Field, Float, ID, InputType, Int } from "type-graphql";
import { rowsAbout } from "../../../../graphql/limits.js";

@InputType("UniformInput")
export class UniformInput {
  @Field(() => Float)
  min!: number;

  @Field(() => Float)
  max!: number;
}

@InputType("ThreePointInput")
export class ThreePointInput {
  @Field(() => Float)
  min!: number;

  @Field(() => Float, { description: "The most likely value." })
  mode!: number;

  @Field(() => Float)
  max!: number;
}

@InputType("NormalInput")
export class NormalInput {
  @Field(() => Float)
  mean!: number;

  @Field(() => Float, { description: "Standard deviation." })
  deviation!: number;
}

@InputType("LogNormalInput")
export class LogNormalInput {
  @Field(() => Float)
  median!: number;

  @Field(() => Float, { description: "Standard deviation of the logarithm; 3 at most." })
  spread!: number;
}

@InputType("WeightedValueInput")
export class WeightedValueInput {
  @Field(() => Float)
  value!: number;

  @Field(() => Float, { description: "How likely it is beside the others." })
  weight!: number;
}

@InputType("InputDistribution", {
  description:
    "How likely the values of an input are: exactly one of the kinds. What is drawn means what VariedInput's values mean; beyond the input's range it counts as the range's end.",
})
export class InputDistribution {
  @Field(() => String)
  input!: string;

  @Field(() => UniformInput, { nullable: true })
  uniform?: UniformInput | null;

  @Field(() => ThreePointInput, { nullable: true })
  triangular?: ThreePointInput | null;

  @Field(() => ThreePointInput, { nullable: true, description: "A beta distribution with weight 4 at the mode." })
  pert?: ThreePointInput | null;

  @Field(() => NormalInput, { nullable: true })
  normal?: NormalInput | null;

  @Field(() => LogNormalInput, { nullable: true })
  logNormal?: LogNormalInput | null;

  @Field(() => [WeightedValueInput], { nullable: true, description: "At most 50." })
  discrete?: WeightedValueInput[] | null;
}

@InputType("InputCorrelation", { description: "How two inputs go together. Pairs that are not named are independent." })
export class InputCorrelation {
  @Field(() => String)
  first!: string;

  @Field(() => String)
  second!: string;

  @Field(() => Float, { description: "Spearman's rank correlation, between -1 and 1." })
  rank!: number;
}

@InputType("SimulateEconomicModelInput")
export class SimulateEconomicModelInput {
  @Field(() => ID)
  modelId!: string;

  @Field(() => ID, { nullable: true, description: "A scenario of the model; the model itself when not given." })
  scenario?: string | null;

  @Extensions(rowsAbout(8))
  @Field(() => [InputDistribution], { description: "1 to 30." })
  distributions!: InputDistribution[];

  @Field(() => [InputCorrelation], {
    nullable: true,
    description: "Together they must be possible: their matrix is positive definite.",
  })
  correlations?: InputCorrelation[] | null;

  @Field(() => [String], {
    nullable: true,
    description: "Formulas to tell month by month, 4 at most; revenue and cash when not given.",
  })
  outputs?: string[] | null;

  @Field(() => Int, { nullable: true, description: "100 to 1,000,000; 10,000 when not given." })
  draws?: number | null;

  @Field(() => Int, { nullable: true, description: "42 when not given." })
  seed?: number | null;

  @Field(() => String, {
    nullable: true,
    description: "Sending the same key and input again answers with the same simulation.",
  })
  idempotencyKey?: string | null;
}
