import { Field, Float, ID, Int, ObjectType, registerEnumType } from "type-graphql";
import { Json } from "../../../graphql/scalars.js";
import { Direction } from "../series/metric-direction.js";
import { CompareBy } from "./compared-metrics.js";

registerEnumType(Direction, { name: "Direction", description: "Which end of a figure is the good one." });
registerEnumType(CompareBy, {
  name: "CompareBy",
  description: "What curves are laid over: steps, epochs with their fraction, or seconds since the run began to train.",
});

@ObjectType("ComparedValue", { simpleResolvers: true, description: "One setting of several runs." })
export class ComparedValueType {
  @Field(() => String, { description: "Nested ones joined by dots." })
  path!: string;

  @Field(() => [Json], {
    nullable: "items",
    description: "In the order of the runs; null where a run does not have it.",
  })
  values!: unknown[];

  @Field(() => Boolean, { description: "Whether the runs differ in it." })
  differs!: boolean;
}

@ObjectType("ComparedFigure", { simpleResolvers: true, description: "One figure of several runs." })
export class ComparedFigureType {
  @Field(() => String, { description: "Nested ones joined by dots, e.g. macro.f1." })
  name!: string;

  @Field(() => Direction, { nullable: true, description: "By the name; null where it does not tell." })
  direction!: Direction | null;

  @Field(() => [Float], {
    nullable: "items",
    description: "In the order of the runs; null where a run does not have it.",
  })
  values!: (number | null)[];

  @Field(() => [Float], { nullable: "items", description: "The same figure of each run's baseline, where it has one." })
  baselines!: (number | null)[];

  @Field(() => ID, { nullable: true, description: "The run with the best value; null where several share it." })
  winner!: string | null;
}

@ObjectType("MetricMark", { simpleResolvers: true, description: "A value of a series, and where it stands." })
export class MetricMarkType {
  @Field(() => Float)
  value!: number;

  @Field(() => Int)
  step!: number;

  @Field(() => Float, { nullable: true, description: "Epochs done, with their fraction." })
  epoch!: number | null;
}

@ObjectType("ComparedCurve", { simpleResolvers: true, description: "How a metric went in one run." })
export class ComparedCurveType {
  @Field(() => ID)
  run!: string;

  @Field(() => [Float], { description: "By step, epoch or time, as asked for; in order." })
  x!: number[];

  @Field(() => [Float], { description: "As many as x; thinned so that peaks stay." })
  values!: number[];

  @Field(() => MetricMarkType, {
    nullable: true,
    description: "Null where the metric's name does not tell what is good.",
  })
  best!: MetricMarkType | null;

  @Field(() => MetricMarkType, { description: "The last value." })
  final!: MetricMarkType;
}

@ObjectType("ComparedMetric", { simpleResolvers: true, description: "One metric of several runs." })
export class ComparedMetricType {
  @Field(() => String)
  name!: string;

  @Field(() => Direction, { nullable: true, description: "By the name; null where it does not tell." })
  direction!: Direction | null;

  @Field(() => [ComparedCurveType], { description: "In the order of the runs, of those that have logged it." })
  curves!: ComparedCurveType[];

  @Field(() => ID, { nullable: true, description: "The run with the best value; null where several share it." })
  winner!: string | null;
}

@ObjectType("TrainingRunComparison", {
  simpleResolvers: true,
  description: "Runs side by side. Lists of values are in the order of the runs.",
})
export class ComparisonType {
  @Field(() => [ComparedValueType], { description: "Recipe, data set and its bytes, seed, accelerator." })
  settings!: ComparedValueType[];

  @Field(() => [ComparedValueType])
  parameters!: ComparedValueType[];

  @Field(() => [ComparedValueType], { description: "What they computed on, and how many workers took them up." })
  environment!: ComparedValueType[];
}
