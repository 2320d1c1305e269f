import { Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { DateTime, JsonObject } from "../../../graphql/scalars.js";
import { RunType } from "../runs/run.types.js";
import { TrialStatus } from "./sweep-status.js";

registerEnumType(TrialStatus, {
  name: "SweepTrialStatus",
  description: "How a trial stands for its sweep. FAILED and CANCELLED trials have no result that counts.",
});

@ObjectType("SweepTrial", {
  simpleResolvers: true,
  description: "One point of a sweep's space, tried by a training run.",
})
export class SweepTrialType {
  @Field(() => Int, { description: "From 1, in the order of their launch." })
  number!: number;

  @Field(() => JsonObject, { description: "What the sweep chose; the fixed parameters are not among them." })
  parameters!: object;

  @Field(() => TrialStatus)
  status!: TrialStatus;

  @Field(() => String, { nullable: true, description: "Why it ended, where it did not simply succeed." })
  reason!: string | null;

  @Field(() => Float, { nullable: true, description: "The objective as last reported." })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: "The objective at its best: the trial's result." })
  best!: number | null;

  @Field(() => Int, { nullable: true, description: "How many rungs it has reached; null for none." })
  rung!: number | null;

  @Field(() => Int, { nullable: true, description: "Epoch or step at which the sweep stopped it." })
  stoppedAt!: number | null;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime, { nullable: true })
  endedAt!: string | null;

  @Field(() => RunType, { nullable: true, description: "Null once it is gone." })
  run!: RunType | null;
}

export const SweepTrialConnection = connectionOf(() => SweepTrialType, "SweepTrial");
