import { Extensions, Field, Float, Int, ObjectType } from "type-graphql";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";
import { TrialStatus } from "./sweep-status.js";

@ObjectType("ParameterImportance", { simpleResolvers: true })
export class ParameterImportanceType {
  @Field(() => String)
  parameter!: string;

  @Field(() => Float, {
    description:
      "Share of what single parameters explain of the objective's variance (functional ANOVA); all sum to 1.",
  })
  importance!: number;
}

@Extensions(PART_OF_ROW)
@ObjectType("ParallelLine", { simpleResolvers: true, description: "A trial as a line across the parameters' axes." })
export class ParallelLineType {
  @Field(() => Int, { description: "Number of the trial." })
  number!: number;

  @Field(() => TrialStatus)
  status!: TrialStatus;

  @Field(() => [Float], { description: "Where it crosses each axis, in the order of the parameters: 0 to 1." })
  positions!: number[];

  @Field(() => Float, { nullable: true, description: "The trial's result so far." })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: "The result between the least and the greatest: 0 to 1." })
  valuePosition!: number | null;
}

@ObjectType("ParallelCoordinates", {
  simpleResolvers: true,
  description:
    "Everything that a parallel-coordinates plot of a sweep draws. A logarithmic range has a logarithmic axis.",
})
export class ParallelCoordinatesType {
  @Field(() => [String], { description: "One axis each; see Sweep.space for its ends." })
  parameters!: string[];

  @Extensions(rowsAbout(1))
  @Field(() => [ParallelLineType], { description: "In the order of their launch, at most 1000." })
  lines!: ParallelLineType[];
}
