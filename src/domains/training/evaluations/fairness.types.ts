import { Extensions, Field, Float, Int, ObjectType } from "type-graphql";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";

@Extensions(PART_OF_ROW)
@ObjectType("Estimate", { simpleResolvers: true, description: "A share or a gap with its 95% interval." })
export class EstimateType {
  @Field(() => Float, { nullable: true, description: "Null where no row of the test part tells." })
  value!: number | null;

  @Field(() => Float, { nullable: true, description: "Null where no choice of rows changes the value." })
  low!: number | null;

  @Field(() => Float, { nullable: true })
  high!: number | null;
}

@Extensions(PART_OF_ROW)
@ObjectType("GroupRates", { simpleResolvers: true, description: "How one group fares with one outcome." })
export class GroupRatesType {
  @Field(() => String)
  name!: string;

  @Field(() => Int, { description: "Rows of this group in the test part." })
  rows!: number;

  @Field(() => EstimateType, { description: "Share of the group that is taken for the outcome's class." })
  selectionRate!: EstimateType;

  @Field(() => EstimateType, { description: "The same of those who truly are of that class." })
  truePositiveRate!: EstimateType;

  @Field(() => EstimateType, { description: "The same of those who are not." })
  falsePositiveRate!: EstimateType;
}

@ObjectType("Disparities", {
  simpleResolvers: true,
  description:
    "How far groups fare differently. Gaps between the extremes of small groups are large by chance: look at the groups' own intervals too.",
})
export class DisparitiesType {
  @Field(() => EstimateType, {
    description:
      "The lowest selection rate divided by the highest: 1 is equal, and below 0.8 it fails the four-fifths rule (29 CFR 1607.4 D).",
  })
  disparateImpact!: EstimateType;

  @Field(() => EstimateType, { description: "The highest selection rate less the lowest: 0 is equal." })
  parityGap!: EstimateType;

  @Field(() => EstimateType, {
    description: "Equal opportunity: the highest true-positive rate less the lowest (Hardt et al., 2016).",
  })
  opportunityGap!: EstimateType;

  @Field(() => EstimateType, {
    description: "Equalised odds: the larger gap of true-positive and of false-positive rates (Hardt et al., 2016).",
  })
  oddsGap!: EstimateType;
}

@ObjectType("FairOutcome", { simpleResolvers: true, description: "Being taken for one class rather than any other." })
export class FairOutcomeType {
  @Field(() => String)
  class!: string;

  @Field(() => DisparitiesType)
  disparities!: DisparitiesType;

  @Extensions(rowsAbout(4))
  @Field(() => [GroupRatesType], { description: "At most 20." })
  groups!: GroupRatesType[];
}

@ObjectType("FairnessReport", {
  simpleResolvers: true,
  description: "How alike a classifier treats groups, each class against the rest.",
})
export class FairnessReportType {
  @Field(() => String, { description: "The column that tells the groups apart." })
  column!: string;

  @Extensions(rowsAbout(2))
  @Field(() => [FairOutcomeType], {
    description: "The favourable class, where the run names one; otherwise each, at most 10.",
  })
  outcomes!: FairOutcomeType[];
}
