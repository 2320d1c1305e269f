import { Extensions, Field, Float, ID, Int, ObjectType } from "type-graphql";
import { NOT_IN_LISTS, PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";
import { DateTime } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";
import { ClassificationReportType } from "./classification.types.js";
import { WorstExamplesType } from "./error-analysis.types.js";
import { EvaluatedCheckpoint } from "./evaluation.specs.js";
import { RobustnessCurveType } from "./robustness.types.js";

@Extensions(PART_OF_ROW)
@ObjectType("EvaluationFigure", { simpleResolvers: true })
export class EvaluationFigureType {
  @Field(() => String, { description: "As in comparisons, e.g. logLoss." })
  name!: string;

  @Field(() => Float, { nullable: true, description: "Null where it has no meaning for these rows." })
  value!: number | null;

  @Field(() => Float, {
    nullable: true,
    description:
      "Lower end of the 95% bootstrap interval over the test rows, which says nothing of other trainings. Null where there is none: in old reports, for figures without one, and where no choice of rows changes the figure.",
  })
  low!: number | null;

  @Field(() => Float, { nullable: true, description: "Upper end of that interval." })
  high!: number | null;
}

@ObjectType("PairedComparison", {
  simpleResolvers: true,
  description: "Two models on the same rows, compared row by row.",
})
export class PairedComparisonType {
  @Field(() => Int)
  bothRight!: number;

  @Field(() => Int)
  onlyModelRight!: number;

  @Field(() => Int)
  onlyBaselineRight!: number;

  @Field(() => Int)
  bothWrong!: number;

  @Field(() => Float, {
    description:
      "McNemar's exact test, two-sided: the chance that equally good models would differ at least so unevenly on these rows.",
  })
  pValue!: number;
}

@ObjectType("Evaluation", {
  simpleResolvers: true,
  description: "How good a model is on data that its training has not touched.",
})
export class EvaluationType {
  @Field(() => ID, { description: "For compareEvaluations." })
  id!: string;

  @Field(() => String, { description: "What was judged." })
  name!: string;

  @Field(() => String, { description: "What was predicted, e.g. CLASSIFICATION." })
  kind!: string;

  @Field(() => Int, { description: "Rows of the test part." })
  rows!: number;

  @Field(() => EvaluationFigureType, { description: "The figure to ask for first, e.g. the accuracy." })
  primary!: EvaluationFigureType;

  @Extensions(rowsAbout(1))
  @Field(() => [EvaluationFigureType], {
    description: "Every single figure of the report, by name; averages as in `macro.f1`.",
  })
  figures!: EvaluationFigureType[];

  @Field(() => PairedComparisonType, {
    nullable: true,
    description:
      "The trained model beside its baseline; null of the baseline itself, of other kinds and in old reports.",
  })
  againstBaseline!: PairedComparisonType | null;

  @Field(() => String, { description: "Id of the data set that it was judged on." })
  dataset!: string;

  @Field(() => EvaluatedCheckpoint, { description: "Which of the run's weights were judged." })
  checkpoint!: EvaluatedCheckpoint;

  @Field(() => Int, { nullable: true, description: "Steps done at that checkpoint; null for the final weights." })
  step!: number | null;

  @Field(() => AuthorType, { nullable: true, description: "Null of the evaluation at the run's end." })
  requestedBy!: AuthorType | null;

  @Extensions(rowsAbout(3))
  @Field(() => [RobustnessCurveType], {
    nullable: true,
    description: "Where it was asked for: how the model stands noise, rotation and attack.",
  })
  robustness!: RobustnessCurveType[] | null;

  @Extensions(NOT_IN_LISTS)
  @Field(() => WorstExamplesType, {
    nullable: true,
    description: "Of classifications, translations and answers; null in old reports.",
  })
  worst!: WorstExamplesType | null;

  @Field(() => ClassificationReportType, { nullable: true, description: "Of the kind CLASSIFICATION only." })
  classification!: ClassificationReportType | null;

  @Field(() => DateTime)
  createdAt!: string;
}
