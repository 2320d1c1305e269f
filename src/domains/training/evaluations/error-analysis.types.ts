import { Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW, rowsAbout } from "../../../graphql/limits.js";

/** What the rows of a slice have in common. The keys are GraphQL's names. */
export enum SlicedBy {
  CLASS = "CLASS",
  CONFIDENCE = "CONFIDENCE",
  GROUP = "GROUP",
  TRAIT = "TRAIT",
}
registerEnumType(SlicedBy, {
  name: "SlicedBy",
  description: "What the rows of a slice have in common.",
  valuesConfig: {
    CLASS: { description: "The class that they truly are of." },
    CONFIDENCE: { description: "How sure the model is of its answer." },
    GROUP: { description: "The group, by the run's group column." },
    TRAIT: { description: "A third of the rows by a number, such as a column or a text's length." },
  },
});

@Extensions(PART_OF_ROW)
@ObjectType("Slice", {
  simpleResolvers: true,
  description: "Rows that have something in common, and how many are right.",
})
export class SliceType {
  @Field(() => SlicedBy)
  by!: SlicedBy;

  @Field(() => String, { description: "e.g. `sex = male`, `12 < length ≤ 40`." })
  name!: string;

  @Field(() => Int)
  rows!: number;

  @Field(() => Int)
  errors!: number;

  @Field(() => Float)
  accuracy!: number;

  @Field(() => Float, { description: "Lower end of the accuracy's 95% Wilson interval." })
  low!: number;

  @Field(() => Float, { description: "Upper end of that interval." })
  high!: number;
}

@Extensions(PART_OF_ROW)
@ObjectType("EvaluationExample", { simpleResolvers: true, description: "A row that the model did badly on." })
export class EvaluationExampleType {
  @Field(() => Int, { description: "Its place in the test part, from 0." })
  row!: number;

  @Field(() => String, { nullable: true, description: "What the model was given; null for what is no text." })
  input!: string | null;

  @Field(() => String)
  truth!: string;

  @Field(() => String)
  predicted!: string;

  @Field(() => Float, { description: "Of the figure that the examples are chosen by." })
  value!: number;
}

@ObjectType("WorstExamples", { simpleResolvers: true, description: "The rows that the model did worst on." })
export class WorstExamplesType {
  @Field(() => String, { description: "What they are chosen by, e.g. logLoss or chrf." })
  figure!: string;

  @Extensions(rowsAbout(50))
  @Field(() => [EvaluationExampleType], {
    description: "The worst first; at most 50. Texts are cut to 500 characters.",
  })
  rows!: EvaluationExampleType[];
}
