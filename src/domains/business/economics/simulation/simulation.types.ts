import {
  createUnionType,
  Extensions,
  Field,
  Float,
  Int,
  InterfaceType,
  ObjectType,
  registerEnumType,
} from "type-graphql";
import { connectionOf } from "../../../../graphql/connection.types.js";
import { NOT_IN_LISTS, PART_OF_ROW } from "../../../../graphql/limits.js";
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
