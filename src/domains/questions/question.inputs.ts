import { Field, ID, InputType, Int } from "type-graphql";
import { LocalizedTextInput } from "../../graphql/localized-text.types.js";
import { CitationInput, EXPECTED_REVISION, SLUG } from "../content/content.types.js";
import type { ContentChange } from "../content/content.service.js";
import { KeyPointInput } from "./key-point.types.js";
import { CodingProblemInput } from "./problem.types.js";
import { Difficulty, QuestionKind, type QuestionContentInput } from "./question.specs.js";

@InputType("QuestionLinksInput")
export class QuestionLinksInput {
  @Field(() => [String], { nullable: true })
  recipes?: string[];

  @Field(() => [String], { nullable: true })
  businessModels?: string[];

  @Field(() => [String], { nullable: true })
  checklistItems?: string[];

  @Field(() => [String], { nullable: true })
  talentRoles?: string[];
}

@InputType("AnswerInput")
export class AnswerInput {
  @Field(() => LocalizedTextInput)
  short!: LocalizedTextInput;

  @Field(() => LocalizedTextInput)
  explanation!: LocalizedTextInput;
}

/** What an editor says of a question; a change may leave out what creation needs. */
function questionFields(required: boolean) {
  @InputType()
  class QuestionFields implements QuestionContentInput {
    @Field(() => String, { nullable: !required, description: "Slug of a category." })
    category!: string;

    @Field(() => Difficulty, { nullable: !required })
    difficulty!: Difficulty;

    @Field(() => LocalizedTextInput, { nullable: !required })
    title!: LocalizedTextInput;

    @Field(() => QuestionKind, { nullable: true, description: "KNOWLEDGE at first." })
    kind?: QuestionKind;

    @Field(() => [String], { nullable: true, description: "Slugs of tags, in order." })
    tags?: string[];

    @Field(() => [KeyPointInput], { nullable: true })
    keyPoints?: KeyPointInput[];

    @Field(() => QuestionLinksInput, { nullable: true })
    links?: QuestionLinksInput;

    @Field(() => [CitationInput], { nullable: true })
    citations?: CitationInput[];

    @Field(() => [AnswerInput], { nullable: true, description: "The best first." })
    answers?: AnswerInput[];

    @Field(() => CodingProblemInput, { nullable: true, description: "Of CODING questions." })
    problem?: CodingProblemInput;
  }
  return QuestionFields;
}

@InputType("CreateQuestionInput")
export class CreateQuestionInput extends questionFields(true) {
  @Field(() => String, { description: SLUG })
  slug!: string;
}

@InputType("UpdateQuestionInput", { description: "What is not given stays as it is." })
export class UpdateQuestionInput extends questionFields(false) implements ContentChange {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { nullable: true, description: EXPECTED_REVISION })
  expectedRevision?: number | null;
}
