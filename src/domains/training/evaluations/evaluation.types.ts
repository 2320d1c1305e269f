import { Extensions, Field, Float, Int, ObjectType } from "type-graphql";
import { NOT_IN_LISTS } from "../../../graphql/limits.js";
import { DateTime } from "../../../graphql/scalars.js";

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

@ObjectType("Evaluation", {
  simpleResolvers: true,
  description: "How good a model is on data that its training has not touched. scikit-learn's definitions.",
})
export class EvaluationType {
  @Field(() => String, { description: "What was judged." })
  name!: string;

  @Field(() => Int, { description: "Rows of the test part." })
  rows!: number;

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

  @Field(() => RatesType, { description: "Each class counts the same." })
  macro!: RatesType;

  @Field(() => RatesType, { description: "Each row counts the same." })
  micro!: RatesType;

  @Field(() => RatesType, { description: "Each class counts by its rows." })
  weighted!: RatesType;

  @Field(() => ConfusionMatrixType)
  confusionMatrix!: ConfusionMatrixType;

  @Extensions(NOT_IN_LISTS)
  @Field(() => [ClassEvaluationType])
  classes!: ClassEvaluationType[];

  @Field(() => DateTime)
  createdAt!: string;
}
