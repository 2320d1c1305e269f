import {
  createUnionType,
  Extensions,
  Field,
  Float,
  ID,
  InputType,
  Int,
  InterfaceType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../../../graphql/connection.types.js";
import { NOT_IN_LISTS, PART_OF_ROW, rowsAbout } from "../../../../graphql/limits.js";
import { Node } from "../../../../graphql/node.types.js";
import { DateTime } from "../../../../graphql/scalars.js";
import { IdempotencyConflictType } from "../../../training/runs/launch.types.js";
import { QuotaExceededType } from "../../../training/runs/quota-exceeded.types.js";
import { SimulationStatus } from "./simulation.specs.js";

registerEnumType(SimulationStatus, {
  name: "SimulationStatus",
  description: "Nothing follows SUCCEEDED, FAILED and CANCELLED.",
});

@Extensions(PART_OF_ROW)
@ObjectType("SimulatedNumber", { simpleResolvers: true, description: "What the draws so far say of one number." })
export class SimulatedNumberType {
  @Field(() => Float, { description: "Part of the draws in which it is defined, such as those that break even." })
  definedShare!: number;

  @Field(() => Float, { nullable: true })
  mean!: number | null;

  @Field(() => Float, { nullable: true, description: "Standard deviation." })
  deviation!: number | null;

  @Field(() => [Float], {
    nullable: true,
    description: "5, 10, 25, 50, 75, 90 and 95% of the draws in which it is defined lie below these; to 0.05% of each.",
  })
  percentiles!: number[] | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("SimulatedFigure", { simpleResolvers: true })
export class SimulatedFigureType extends SimulatedNumberType {
  @Field(() => String)
  name!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("SimulatedSeries", { simpleResolvers: true })
export class SimulatedSeriesType {
  @Field(() => String)
  name!: string;

  @Field(() => [SimulatedNumberType], { description: "One for each month." })
  months!: SimulatedNumberType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("SimulationEstimates", { simpleResolvers: true, description: "What the draws so far say." })
export class SimulationEstimatesType {
  @Field(() => Int, { description: "How many draws there are so far." })
  drawn!: number;

  @Field(() => [SimulatedFigureType])
  figures!: SimulatedFigureType[];

  @Field(() => [SimulatedSeriesType])
  series!: SimulatedSeriesType[];
}

@ObjectType("EconomicSimulation", {
  implements: Node,
  simpleResolvers: true,
  description: "A Monte Carlo simulation of a model as it was when it was asked for. Equal seeds give equal numbers.",
})
export class EconomicSimulationType extends Node {
  @Field(() => SimulationStatus)
  status!: SimulationStatus;

  @Field(() => Int, { description: "How many draws it shall have." })
  draws!: number;

  @Field(() => Int, { description: "How many it has told of." })
  drawn!: number;

  @Field(() => Int)
  seed!: number;

  @Field(() => [String], { description: "Names of the series that it tells month by month." })
  outputs!: string[];

  @Extensions(NOT_IN_LISTS)
  @Field(() => SimulationEstimatesType, { nullable: true, description: "The last ones; null until there are any." })
  estimates!: SimulationEstimatesType | null;

  @Field(() => String, { nullable: true, description: "Why it failed." })
  error!: string | null;

  @Field(() => Int, { description: "Sequence number of its last event so far." })
  lastSeq!: number;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true })
  startedAt!: string | null;

  @Field(() => DateTime, { nullable: true })
  finishedAt!: string | null;
}

export const EconomicSimulationConnection = connectionOf(() => EconomicSimulationType, "EconomicSimulation");

export const SimulateEconomicModelResult = createUnionType({
  name: "SimulateEconomicModelResult",
  types: () => [EconomicSimulationType, QuotaExceededType, IdempotencyConflictType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});

@InterfaceType("EconomicSimulationEvent", {
  description: "Something that happened to a simulation.",
  resolveType: (event: { kind: string }) => event.kind,
})
export abstract class SimulationEventType {
  @Field(() => Int, { description: "Counts a simulation's events from 1, without gaps." })
  seq!: number;

  @Field(() => DateTime)
  at!: string;
}

@ObjectType("SimulationStatusChanged", { implements: SimulationEventType, simpleResolvers: true })
export class SimulationStatusChangedType extends SimulationEventType {
  @Field(() => SimulationStatus)
  status!: SimulationStatus;

  @Field(() => SimulationStatus, { nullable: true })
  previous!: SimulationStatus | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType("PercentilesEstimated", {
  implements: SimulationEventType,
  simpleResolvers: true,
  description: "Enough further draws are done to say more; what was said before stands no longer.",
})
export class PercentilesEstimatedType extends SimulationEventType {
  @Field(() => SimulationEstimatesType)
  estimates!: SimulationEstimatesType;
}

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
