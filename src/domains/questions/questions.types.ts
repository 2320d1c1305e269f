import { ArgsType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, PageArgs } from "../../graphql/connection.types.js";
import { LocalizedText, LocalizedTextInput } from "../../graphql/localized-text.types.js";
import { Node } from "../../graphql/node.types.js";
import { DateTime } from "../../graphql/scalars.js";
import { AuthorType } from "../accounts/accounts.types.js";
import { CitationInput, CitationType } from "../content/content.types.js";
import { Difficulty, QuestionKind, QuestionStatus } from "./question.specs.js";

registerEnumType(QuestionKind, { name: "QuestionKind", description: "What kind of answer a question asks for." });
registerEnumType(Difficulty, { name: "Difficulty" });
registerEnumType(QuestionStatus, {
  name: "QuestionStatus",
  description: "Everybody sees published questions; administrators see all.",
});

@ObjectType("QuestionCategory", {
  implements: Node,
  simpleResolvers: true,
  description: "A chapter of the question bank.",
})
export class QuestionCategoryType extends Node {
  @Field(() => String)
  slug!: string;

  @Field(() => LocalizedText)
  name!: LocalizedText;
}

@ObjectType("Tag", {
  implements: Node,
  simpleResolvers: true,
  description: "A subject that questions share across categories.",
})
export class TagType extends Node {
  @Field(() => String)
  slug!: string;

  @Field(() => LocalizedText)
  name!: LocalizedText;
}

@ObjectType("Answer", { implements: Node, simpleResolvers: true, description: "One answer to a question." })
export class AnswerType extends Node {
  @Field(() => LocalizedText, { description: "Covers every key point, briefly." })
  short!: LocalizedText;

  @Field(() => LocalizedText, { description: "Explains, as Markdown." })
  explanation!: LocalizedText;

  @Field(() => AuthorType, { nullable: true })
  author!: AuthorType | null;

  @Field(() => DateTime)
  createdAt!: string;
}

@ObjectType("QuestionLinks", { simpleResolvers: true, description: "Where a question leads, by slug." })
export class QuestionLinksType {
  @Field(() => [String], { description: "Ids of recipes that answer it by training." })
  recipes!: string[];

  @Field(() => [String])
  businessModels!: string[];

  @Field(() => [String])
  checklistItems!: string[];

  @Field(() => [String])
  talentRoles!: string[];
}

@ObjectType("Question", { implements: Node, simpleResolvers: true, description: "A question of the bank." })
export class QuestionType extends Node {
  @Field(() => String)
  slug!: string;

  @Field(() => QuestionKind)
  kind!: QuestionKind;

  @Field(() => Difficulty)
  difficulty!: Difficulty;

  @Field(() => QuestionStatus)
  status!: QuestionStatus;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => [LocalizedText], { description: "The rubric: what a good answer covers." })
  keyPoints!: LocalizedText[];

  @Field(() => QuestionCategoryType)
  category!: QuestionCategoryType;

  @Field(() => [TagType], { description: "At most 50." })
  tags!: TagType[];

  @Field(() => AuthorType, { nullable: true })
  author!: AuthorType | null;

  @Field(() => QuestionLinksType)
  links!: QuestionLinksType;

  @Field(() => [CitationType])
  citations!: CitationType[];

  @Field(() => Int, { description: "Counts the changes, from 1." })
  revision!: number;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime)
  updatedAt!: string;
}

export const QuestionConnection = connectionOf(() => QuestionType, "Question");

@InputType("QuestionFilter", { description: "All that are given must hold." })
export class QuestionFilter {
  @Field(() => String, { nullable: true, description: "Slug of a category." })
  category?: string | null;

  @Field(() => [String], { nullable: true, description: "Slugs of tags: a question must have them all." })
  tags?: string[] | null;

  @Field(() => Difficulty, { nullable: true })
  difficulty?: Difficulty | null;

  @Field(() => QuestionKind, { nullable: true })
  kind?: QuestionKind | null;

  @Field(() => QuestionStatus, { nullable: true, description: "Only administrators see others than published ones." })
  status?: QuestionStatus | null;

  @Field(() => String, { nullable: true, description: "Part of the title, in either language." })
  title?: string | null;
}

@ArgsType()
export class QuestionsArgs extends PageArgs {
  @Field(() => QuestionFilter, { nullable: true })
  filter?: QuestionFilter | null;
}

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

@InputType("CreateQuestionInput")
export class CreateQuestionInput {
  @Field(() => String, { description: "Lower-case words joined by hyphens, unique." })
  slug!: string;

  @Field(() => String, { description: "Slug of a category." })
  category!: string;

  @Field(() => Difficulty)
  difficulty!: Difficulty;

  @Field(() => LocalizedTextInput)
  title!: LocalizedTextInput;

  @Field(() => QuestionKind, { nullable: true, description: "KNOWLEDGE when not given." })
  kind?: QuestionKind;

  @Field(() => QuestionStatus, { nullable: true, description: "DRAFT when not given." })
  status?: QuestionStatus;

  @Field(() => [String], { nullable: true, description: "Slugs of tags, in order." })
  tags?: string[];

  @Field(() => [LocalizedTextInput], { nullable: true })
  keyPoints?: LocalizedTextInput[];

  @Field(() => QuestionLinksInput, { nullable: true })
  links?: QuestionLinksInput;

  @Field(() => [CitationInput], { nullable: true })
  citations?: CitationInput[];

  @Field(() => [AnswerInput], { nullable: true, description: "The best first." })
  answers?: AnswerInput[];
}

@InputType("UpdateQuestionInput", { description: "What is not given stays as it is." })
export class UpdateQuestionInput {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, {
    nullable: true,
    description: "The revision you read: a later change by somebody else is then refused as CONFLICT.",
  })
  expectedRevision?: number | null;

  @Field(() => String, { nullable: true })
  category?: string;

  @Field(() => Difficulty, { nullable: true })
  difficulty?: Difficulty;

  @Field(() => LocalizedTextInput, { nullable: true })
  title?: LocalizedTextInput;

  @Field(() => QuestionKind, { nullable: true })
  kind?: QuestionKind;

  @Field(() => QuestionStatus, { nullable: true })
  status?: QuestionStatus;

  @Field(() => [String], { nullable: true })
  tags?: string[];

  @Field(() => [LocalizedTextInput], { nullable: true })
  keyPoints?: LocalizedTextInput[];

  @Field(() => QuestionLinksInput, { nullable: true })
  links?: QuestionLinksInput;

  @Field(() => [CitationInput], { nullable: true })
  citations?: CitationInput[];

  @Field(() => [AnswerInput], { nullable: true })
  answers?: AnswerInput[];
}
