import { ArgsType, Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { PageInfo } from "../../../graphql/connection.types.js";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { localeType } from "../../../graphql/localized-text.types.js";
import type { Locale } from "../../../kernel/localized.js";
import { QuestionSearchFilter, QuestionType } from "../questions.types.js";
import { HighlightedField } from "./highlights.js";

registerEnumType(HighlightedField, { name: "HighlightedField", description: "What of a question is shown." });

@Extensions(PART_OF_ROW)
@ObjectType("HighlightPart", { simpleResolvers: true, description: "A stretch of plain text." })
export class HighlightPartType {
  @Field(() => String)
  text!: string;

  @Field(() => Boolean, { description: "Whether this is what was searched for." })
  match!: boolean;
}

@Extensions(PART_OF_ROW)
@ObjectType("QuestionHighlight", { simpleResolvers: true, description: "A place that shows why a question was found." })
export class QuestionHighlightType {
  @Field(() => HighlightedField)
  field!: HighlightedField;

  @Field(localeType)
  locale!: Locale;

  @Field(() => [HighlightPartType], { description: "One after the other they are the snippet, Markdown left out." })
  parts!: HighlightPartType[];
}

@Extensions(PART_OF_ROW)
@ObjectType("SearchCorrection", {
  simpleResolvers: true,
  description: "A word that stands nowhere, taken for a slip of the keys.",
})
export class SearchCorrectionType {
  @Field(() => String)
  word!: string;

  @Field(() => [String], { description: "What was looked for in its place: any of these." })
  replacements!: string[];
}

@ObjectType("QuestionSearchEdge", { simpleResolvers: true, description: "One question that was found." })
export class QuestionSearchEdge {
  @Field(() => String, { description: "Where to go on from." })
  cursor!: string;

  @Field(() => QuestionType)
  node!: QuestionType;

  @Field(() => Float, {
    description:
      "2 and more: all words stand in title, tags and category; 1 and more: anywhere; 0: among too many to rank.",
  })
  rank!: number;

  @Field(() => [QuestionHighlightType], { description: "The most telling first, at most 3." })
  highlights!: QuestionHighlightType[];
}

@ObjectType("QuestionSearchConnection", {
  simpleResolvers: true,
  description: "A page of what was found, the best first.",
})
export class QuestionSearchConnection {
  @Field(() => [QuestionSearchEdge])
  edges!: QuestionSearchEdge[];

  @Field(() => PageInfo)
  pageInfo!: PageInfo;

  @Field(() => Int, { description: "How many there are in all pages; counted only when asked for." })
  totalCount!: number;

  @Field(() => [SearchCorrectionType], { description: "Words that were taken for slips of the keys." })
  corrections!: SearchCorrectionType[];
}

@ArgsType()
export class SearchQuestionsArgs {
  @Field(() => String, {
    description:
      "Words in Chinese or English, at most 500 characters: all must stand in a question, in any of their forms; the last may be the beginning of one.",
  })
  query!: string;

  @Field(() => QuestionSearchFilter, { nullable: true })
  filter?: QuestionSearchFilter | null;

  @Field(() => Int, { nullable: true, description: "How many: 1 to 100; 20 when not given." })
  first?: number | null;

  @Field(() => String, { nullable: true, description: "Only what comes after this cursor." })
  after?: string | null;

  @Field(localeType, { nullable: true, description: "The language of the highlights; both when not given." })
  locale?: Locale | null;
}
