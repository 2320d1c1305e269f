import { ArgsType, Field, Float, Int, ObjectType } from "type-graphql";

@ObjectType("MetricValue", { simpleResolvers: true })
export class MetricValueType {
  @Field(() => String)
  name!: string;

  @Field(() => Float)
  value!: number;
}

@ObjectType("MetricPoint", { simpleResolvers: true })
export class MetricPointType {
  @Field(() => Int)
  step!: number;

  @Field(() => Float)
  value!: number;
}

@ObjectType("MetricSeries", { simpleResolvers: true, description: "How a metric went, by step." })
export class MetricSeriesType {
  @Field(() => String)
  name!: string;

  @Field(() => [MetricPointType], { description: "In order; thinned so that peaks stay." })
  points!: MetricPointType[];
}

@ArgsType()
export class MetricArgs {
  @Field(() => String)
  name!: string;

  @Field(() => Int, {
    defaultValue: 500,
    description: "At most so many, 4 to 2000: of a longer series its first, its last, and the peaks between them.",
  })
  maxPoints!: number;

  @Field(() => Int, { nullable: true, description: "Only from this step on." })
  from?: number | null;

  @Field(() => Int, { nullable: true, description: "Only up to this step." })
  to?: number | null;
}
