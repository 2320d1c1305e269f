import { createUnionType, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { Refusal } from "../../../graphql/refusal.types.js";
import { PairedTest } from "./evaluation-comparison.js";
import { EstimateType } from "./fairness.types.js";

registerEnumType(PairedTest, {
  name: "PairedTest",
  description: "Which test a p-value is of.",
  valuesConfig: {
    MCNEMAR: { description: "McNemar's exact test, where a row is right or wrong." },
    PAIRED_BOOTSTRAP: { description: "1,000 draws of the same rows for both, where rows have scores." },
  },
});

@ObjectType("PairedCounts", { simpleResolvers: true, description: "Rows by which of two models is right." })
export class PairedCountsType {
  @Field(() => Int)
  bothRight!: number;

  @Field(() => Int)
  onlyFirstRight!: number;

  @Field(() => Int)
  onlySecondRight!: number;

  @Field(() => Int)
  bothWrong!: number;
}

@ObjectType("EvaluationComparison", {
  simpleResolvers: true,
  description: "Two models on the same rows, compared row by row.",
})
export class EvaluationComparisonType {
  @Field(() => String, { description: "What is compared, e.g. accuracy; of a row, then averaged." })
  figure!: string;

  @Field(() => Int)
  rows!: number;

  @Field(() => Float, { description: "Of the first model." })
  first!: number;

  @Field(() => Float, { description: "Of the second." })
  second!: number;

  @Field(() => EstimateType, {
    description: "The first less the second, with the paired bootstrap's 95% interval over the rows.",
  })
  difference!: EstimateType;

  @Field(() => PairedCountsType, { nullable: true, description: "Where a row is right or wrong." })
  counts!: PairedCountsType | null;

  @Field(() => PairedTest)
  test!: PairedTest;

  @Field(() => Float, {
    description:
      "Two-sided: the chance that equally good models would differ at least so much on these rows. It says nothing of other trainings.",
  })
  pValue!: number;
}

@ObjectType("NotComparable", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The evaluations say nothing of the same rows: NOT_ROW_BY_ROW, OTHER_DATA or OTHER_ROWS.",
})
export class NotComparableType extends Refusal {}

export const CompareEvaluationsResult = createUnionType({
  name: "CompareEvaluationsResult",
  types: () => [EvaluationComparisonType, NotComparableType] as const,
  resolveType: (value) =>
    "__typename" in value ? (value as unknown as { __typename: string }).__typename : "EvaluationComparison",
});
