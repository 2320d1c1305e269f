import { ArgsType, Field, Float, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { PageArgs } from "../../../graphql/connection.types.js";
import { DateTime, Json } from "../../../graphql/scalars.js";
import { Comparison } from "./run-comparisons.js";
import { RunOrder } from "./run-order.js";
import { RunStatus } from "./run-status.js";

registerEnumType(Comparison, { name: "Comparison", description: "How a value compares with another." });
registerEnumType(RunOrder, {
  name: "TrainingRunOrder",
  description:
    "STARTED and FINISHED put the latest first; METRIC_… go by the newest value of orderMetric; RELEVANCE puts the best match of filter.search first.",
});

@InputType("TrainingRunParameterFilter", { description: "What a parameter must be. Runs without it are left out." })
export class RunParameterFilter {
  @Field(() => String, { description: "Its name; nested ones joined by dots." })
  path!: string;

  @Field(() => Comparison)
  op!: Comparison;

  @Field(() => Json, { nullable: true, description: "A text, number, boolean or null; LT and the like take numbers." })
  value!: unknown;
}

@InputType("TrainingRunMetricFilter", {
  description: "What a metric must be. Runs that have not logged it are left out.",
})
export class RunMetricFilter {
  @Field(() => String, { description: "e.g. val_accuracy" })
  name!: string;

  @Field(() => Comparison)
  op!: Comparison;

  @Field(() => Float, { description: "Compared with the newest value." })
  value!: number;
}

@InputType("TrainingRunFilter", { description: "All that are given must hold." })
export class RunFilter {
  @Field(() => [RunStatus], { nullable: true, description: "Any of these." })
  status?: RunStatus[] | null;

  @Field(() => String, { nullable: true, description: "Id of a recipe." })
  recipe?: string | null;

  @Field(() => String, { nullable: true, description: "Part of the name." })
  name?: string | null;

  @Field(() => String, { nullable: true, description: "Id of a data set." })
  dataset?: string | null;

  @Field(() => [String], { nullable: true, description: "All of these." })
  tags?: string[] | null;

  @Field(() => String, { nullable: true })
  group?: string | null;

  @Field(() => Boolean, { nullable: true, description: "true: your favourites only; false: the others." })
  favourite?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "true: archived ones only; they are left out otherwise." })
  archived?: boolean | null;

  @Field(() => ID, { nullable: true, description: "Id of an author." })
  launchedBy?: string | null;

  @Field(() => DateTime, { nullable: true, description: "At this instant or later." })
  createdAfter?: Date | null;

  @Field(() => DateTime, { nullable: true, description: "Before this instant." })
  createdBefore?: Date | null;

  @Field(() => [RunParameterFilter], { nullable: true, description: "All of these." })
  parameter?: RunParameterFilter[] | null;

  @Field(() => [RunMetricFilter], { nullable: true, description: "All of these." })
  metric?: RunMetricFilter[] | null;

  @Field(() => String, {
    nullable: true,
    description:
      "Words in Chinese or English, at most 200 characters; all must stand in name, notes, tags, group, recipe, data set, parameters or error. The last may be the beginning of one.",
  })
  search?: string | null;
}

@ArgsType()
export class RunsArgs extends PageArgs {
  @Field(() => RunFilter, { nullable: true })
  filter?: RunFilter | null;

  @Field(() => RunOrder, {
    nullable: true,
    description: "When not given: RELEVANCE where something is searched for, NEWEST otherwise.",
  })
  orderBy?: RunOrder | null;

  @Field(() => String, { nullable: true, description: "The metric of METRIC_HIGHEST and METRIC_LOWEST." })
  orderMetric?: string | null;
}

@ObjectType("FacetCount", { simpleResolvers: true, description: "A value, and how many have it." })
export class FacetCountType {
  @Field(() => String)
  value!: string;

  @Field(() => Int)
  count!: number;
}

@ObjectType("TrainingRunFacets", {
  simpleResolvers: true,
  description: "How many runs there are of each kind: the 50 most frequent values of each.",
})
export class RunFacetsType {
  @Field(() => Int)
  total!: number;

  @Field(() => [FacetCountType])
  tags!: FacetCountType[];

  @Field(() => [FacetCountType])
  groups!: FacetCountType[];

  @Field(() => [FacetCountType])
  statuses!: FacetCountType[];

  @Field(() => [FacetCountType])
  recipes!: FacetCountType[];

  @Field(() => [FacetCountType])
  datasets!: FacetCountType[];
}
