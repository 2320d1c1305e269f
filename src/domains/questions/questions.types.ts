import { ArgsType, Extensions, Field, InputType, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf, PageArgs } from "../../graphql/connection.types.js";
import { rowsAbout } from "../../graphql/limits.js";
import { LocalizedText } from "../../graphql/localized-text.types.js";
import { Node } from "../../graphql/node.types.js";
import { DateTime } from "../../graphql/scalars.js";
import { AuthorType } from "../accounts/accounts.types.js";
import { CitationType, ContentType, ReviewedContentType } from "../content/content.types.js";
import { PublicationStatus } from "../content/content.specs.js";
import { CodingProblemType } from "./problem.types.js";
import { KeyPointType } from "./key-point.types.js";
import { Difficulty, QuestionKind } from "./question.specs.js";

registerEnumType(QuestionKind, { name: "QuestionKind", description: "What kind of answer a question asks for." });
registerEnumType(Difficulty, { name: "Difficulty" });

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

@ObjectType("Question", {
  implements: [Node, ContentType, ReviewedContentType],
  simpleResolvers: true,
  description: "A question of the bank.",
})
export class QuestionType extends ReviewedContentType {
  @Field(() => QuestionKind)
  kind!: QuestionKind;

  @Field(() => Difficulty)
  difficulty!: Difficulty;

  @Field(() => LocalizedText)
  title!: LocalizedText;

  @Field(() => [KeyPointType], { description: "The rubric: what a good answer covers." })
  keyPoints!: KeyPointType[];

  @Field(() => QuestionCategoryType)
  category!: QuestionCategoryType;

  @Extensions(rowsAbout(5))
  @Field(() => [TagType], { description: "At most 50." })
  tags!: TagType[];

  @Field(() => AuthorType, { nullable: true })
  author!: AuthorType | null;

  @Field(() => QuestionLinksType)
  links!: QuestionLinksType;

  @Field(() => [CitationType])
  citations!: CitationType[];

  @Field(() => CodingProblemType, { nullable: true, description: "Of CODING questions." })
  problem!: CodingProblemType | null;
}

export const QuestionConnection = connectionOf(() => QuestionType, "Question");

@InputType("QuestionSearchFilter", { description: "All that are given must hold." })
export class QuestionSearchFilter {
  @Field(() => String, { nullable: true, description: "Slug of a category." })
  category?: string | null;

  @Field(() => [String], { nullable: true, description: "Slugs of tags: a question must have them all." })
  tags?: string[] | null;

  @Field(() => Difficulty, { nullable: true })
  difficulty?: Difficulty | null;

  @Field(() => QuestionKind, { nullable: true })
  kind?: QuestionKind | null;

  @Field(() => PublicationStatus, {
    nullable: true,
    description: "Only administrators see others than published ones; archived ones are listed only when asked for.",
  })
  status?: PublicationStatus | null;
}

@InputType("QuestionFilter", { description: "All that are given must hold." })
export class QuestionFilter extends QuestionSearchFilter {
  @Field(() => String, { nullable: true, description: "Part of the title, in either language." })
  title?: string | null;

  @Field(() => Boolean, { nullable: true, description: "Whether a translation is behind the other language." })
  staleTranslation?: boolean | null;

  @Field(() => Boolean, { nullable: true, description: "Whether a change waits for review." })
  unreviewed?: boolean | null;
}

@ArgsType()
export class QuestionsArgs extends PageArgs {
  @Field(() => QuestionFilter, { nullable: true })
  filter?: QuestionFilter | null;
}
