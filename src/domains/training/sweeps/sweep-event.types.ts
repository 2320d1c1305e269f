import { Field, Float, Int, InterfaceType, ObjectType } from "type-graphql";
import { DateTime, JsonObject } from "../../../graphql/scalars.js";
import { SweepStatus, TrialStatus } from "./sweep-status.js";

@InterfaceType("SweepEvent", {
  description: "Something that happened to a sweep.",
  resolveType: (event: { kind: string }) => event.kind,
})
export abstract class SweepEventType {
  @Field(() => Int, { description: "Counts a sweep's events from 1, without gaps." })
  seq!: number;

  @Field(() => DateTime)
  at!: string;
}

@ObjectType("BestSoFar", { simpleResolvers: true, description: "The best trial of a sweep at that moment." })
export class BestSoFarType {
  @Field(() => Int)
  number!: number;

  @Field(() => Float)
  value!: number;
}

@ObjectType("SweepStatusChanged", { implements: SweepEventType, simpleResolvers: true })
export class SweepStatusChangedType extends SweepEventType {
  @Field(() => SweepStatus)
  status!: SweepStatus;

  @Field(() => SweepStatus, {
    nullable: true,
    description: "Null at the launch; the same as status where only the reason is news, such as waiting for room.",
  })
  previous!: SweepStatus | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;
}

@ObjectType("TrialLaunched", { implements: SweepEventType, simpleResolvers: true })
export class TrialLaunchedType extends SweepEventType {
  @Field(() => Int)
  number!: number;

  @Field(() => JsonObject)
  parameters!: object;

  runId!: string;
}

@ObjectType("TrialReported", {
  implements: SweepEventType,
  simpleResolvers: true,
  description: "A trial has reported the objective; reports that come close together are one event.",
})
export class TrialReportedType extends SweepEventType {
  @Field(() => Int)
  number!: number;

  @Field(() => Int)
  step!: number;

  @Field(() => Int)
  epoch!: number;

  @Field(() => Float, { description: "As last reported." })
  value!: number;

  @Field(() => BestSoFarType, { nullable: true })
  best!: BestSoFarType | null;
}

@ObjectType("TrialEnded", { implements: SweepEventType, simpleResolvers: true })
export class TrialEndedType extends SweepEventType {
  @Field(() => Int)
  number!: number;

  @Field(() => TrialStatus)
  outcome!: TrialStatus;

  @Field(() => Float, { nullable: true, description: "The best that it reported." })
  result!: number | null;

  @Field(() => String, { nullable: true })
  reason!: string | null;

  @Field(() => BestSoFarType, { nullable: true })
  best!: BestSoFarType | null;
}
