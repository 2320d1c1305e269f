import { Extensions, Field, Float, Int, ObjectType } from "type-graphql";
import { NOT_IN_LISTS, rowsAbout } from "../../../graphql/limits.js";
import { SliceType } from "./error-analysis.types.js";
import { FairnessReportType } from "./fairness.types.js";

@ObjectType("Rates", { simpleResolvers: true, description: "Precision, recall and their harmonic mean, from 0 to 1." })
export class RatesType {
  @Field(() => Float)
  precision!: number;

  @Field(() => Float)
  recall!: number;

  @Field(() => Float)
  f1!: number;
}

@ObjectType("RocPoint", { simpleResolvers: true, description: "A point of a receiver operating characteristic." })
export class RocPointType {
  @Field(() => Float, { description: "Share of the other classes' rows taken for this class." })
  falsePositiveRate!: number;

  @Field(() => Float, { description: "Share of this class's rows found." })
  truePositiveRate!: number;
}

@ObjectType("PrecisionRecallPoint", { simpleResolvers: true, description: "A point of a precision–recall curve." })
export class PrecisionRecallPointType {
  @Field(() => Float, { description: "Share of this class's rows found." })
  recall!: number;

  @Field(() => Float, { description: "Share of this class among the rows taken for it." })
  precision!: number;
}

@ObjectType("ClassEvaluation", { simpleResolvers: true, description: "How well one class is told from the rest." })
export class ClassEvaluationType extends RatesType {
  @Field(() => String)
  name!: string;

  @Field(() => Int, { description: "Rows of this class in the test part." })
  support!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Area under the ROC curve; null when the test part has only this class, or none of it.",
  })
  auc!: number | null;

  @Field(() => Float, { nullable: true })
  averagePrecision!: number | null;

  @Field(() => [PrecisionRecallPointType], {
    nullable: true,
    description:
      "The corners of a curve of steps, by rising recall; at most 200. Null in reports from before there were such curves.",
  })
  precisionRecall!: PrecisionRecallPointType[] | null;

  @Field(() => [RocPointType], { description: "At most 200 points." })
  roc!: RocPointType[];
}

@ObjectType("ConfusionMatrix", {
  simpleResolvers: true,
  description: "Rows are true classes, columns what they were taken for.",
})
export class ConfusionMatrixType {
  @Field(() => [String])
  labels!: string[];

  @Field(() => [[Int]])
  counts!: number[][];
}

@ObjectType("ConfusedPair", { simpleResolvers: true, description: "Rows of one class that were taken for another." })
export class ConfusedPairType {
  @Field(() => String)
  truth!: string;

  @Field(() => String)
  predicted!: string;

  @Field(() => Int)
  count!: number;

  @Field(() => Float, { description: "Of all rows of the true class." })
  share!: number;
}

@ObjectType("ReliabilityBin", {
  simpleResolvers: true,
  description: "The rows whose highest probability is above `low` and at most `high`.",
})
export class ReliabilityBinType {
  @Field(() => Float)
  low!: number;

  @Field(() => Float)
  high!: number;

  @Field(() => Int)
  rows!: number;

  @Field(() => Float, { nullable: true, description: "Mean of the highest probabilities; null without rows." })
  confidence!: number | null;

  @Field(() => Float, { nullable: true, description: "Share of rows that are right; null without rows." })
  accuracy!: number | null;
}

@ObjectType("ClassificationReport", {
  simpleResolvers: true,
  description: "How well classes are told apart, by scikit-learn's definitions.",
})
export class ClassificationReportType {
  @Field(() => Float)
  accuracy!: number;

  @Field(() => Float, { description: "Mean of the classes' recalls." })
  balancedAccuracy!: number;

  @Field(() => Float, { nullable: true, description: "Cohen's kappa." })
  kappa!: number | null;

  @Field(() => Float, { description: "Matthews correlation coefficient." })
  mcc!: number;

  @Field(() => Float, { description: "In nats." })
  logLoss!: number;

  @Field(() => Float, { nullable: true, description: "Of two classes only." })
  brier!: number | null;

  @Field(() => Float, { nullable: true, description: "Mean area under the classes' ROC curves." })
  macroAuc!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Expected calibration error: how far confidence and accuracy lie apart, 0 is best. Null in old reports.",
  })
  calibrationError!: number | null;

  @Extensions(NOT_IN_LISTS)
  @Field(() => [ReliabilityBinType], {
    nullable: true,
    description: "How often it is right at each confidence, in 15 bins from 0 to 1. Null in old reports.",
  })
  reliability!: ReliabilityBinType[] | null;

  @Field(() => RatesType, { description: "Each class counts the same." })
  macro!: RatesType;

  @Field(() => RatesType, { description: "Each row counts the same." })
  micro!: RatesType;

  @Field(() => RatesType, { description: "Each class counts by its rows." })
  weighted!: RatesType;

  @Field(() => ConfusionMatrixType)
  confusionMatrix!: ConfusionMatrixType;

  @Extensions(rowsAbout(10))
  @Field(() => [ConfusedPairType], {
    nullable: true,
    description: "The pairs confused most often, at most 10, the most frequent first. Null in old reports.",
  })
  confusedPairs!: ConfusedPairType[] | null;

  @Extensions(NOT_IN_LISTS)
  @Field(() => [ClassEvaluationType])
  classes!: ClassEvaluationType[];

  @Extensions(rowsAbout(20))
  @Field(() => [SliceType], {
    nullable: true,
    description:
      "Where it fails: by class, confidence, group and thirds of numbers, those first that are most surely bad; at most 20. Null in old reports.",
  })
  slices!: SliceType[] | null;

  @Extensions(NOT_IN_LISTS)
  @Field(() => FairnessReportType, {
    nullable: true,
    description: "Where rows have groups: see the parameter `groupColumn` of the recipes that have one.",
  })
  fairness!: FairnessReportType | null;
}
