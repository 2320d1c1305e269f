import { Extensions, Field, InputType, Int, InterfaceType, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW } from "../../graphql/limits.js";
import { localeType } from "../../graphql/localized-text.types.js";
import { Node } from "../../graphql/node.types.js";
import { CalendarDate, DateTime, JsonObject } from "../../graphql/scalars.js";
import type { Locale } from "../../kernel/localized.js";
import { AuthorType } from "../accounts/accounts.types.js";
import { Confidence, PublicationStatus } from "./content.specs.js";

registerEnumType(PublicationStatus, {
  name: "PublicationStatus",
  description: "Everybody sees what is published; administrators see all. Drafts are published by review.",
});
registerEnumType(Confidence, { name: "Confidence", description: "How sure a fact is." });

/** Descriptions that the inputs of every kind share. */
export const SLUG = "Lower-case words joined by hyphens, unique.";
export const EXPECTED_REVISION = "The revision you read: a later change by somebody else is then refused as CONFLICT.";

/** The fields of every kind of content. */
@InterfaceType("Content", {
  implements: Node,
  description: "What administrators edit and everybody reads.",
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class ContentType extends Node {
  @Field(() => String)
  slug!: string;

  @Field(() => Int, { description: "Counts the changes, from 1." })
  revision!: number;

  @Field(() => DateTime)
  createdAt!: string;

  @Field(() => DateTime)
  updatedAt!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("StaleTranslation", {
  simpleResolvers: true,
  description: "A text that nobody has looked at since its other language changed.",
})
export class StaleTranslationType {
  @Field(() => String, { description: "Where it stands, e.g. answers.0.short." })
  path!: string;

  @Field(localeType, { description: "The language that is behind." })
  locale!: Locale;
}

/** The fields of every kind that is published by review. */
@InterfaceType("ReviewedContent", {
  implements: [Node, ContentType],
  description: "Content that is published by review: by somebody else than those who wrote it.",
  resolveType: (value: { __typename: string }) => value.__typename,
})
export abstract class ReviewedContentType extends ContentType {
  @Field(() => PublicationStatus)
  status!: PublicationStatus;

  @Field(() => DateTime, { nullable: true, description: "When it was first published." })
  publishedAt!: string | null;

  @Field(() => Boolean, {
    description: "Whether a change waits for review by somebody else; what is published is live meanwhile.",
  })
  unreviewed!: boolean;

  @Field(() => [StaleTranslationType], {
    description: "Texts whose other language has changed since; gone when they change too, or are confirmed.",
  })
  staleTranslations!: StaleTranslationType[];
}

@ObjectType("ContentRevision", { simpleResolvers: true, description: "What a piece of content said at one revision." })
export class ContentRevisionType {
  @Field(() => Int, { description: "Counts from 1." })
  number!: number;

  @Field(() => AuthorType, { nullable: true, description: "Null once their account is gone." })
  author!: AuthorType | null;

  @Field(() => AuthorType, {
    nullable: true,
    description: "Who approved it, always somebody else; null for what came with the product.",
  })
  reviewer!: AuthorType | null;

  @Field(() => DateTime, { nullable: true, description: "Null while it waits for review." })
  reviewedAt!: string | null;

  @Field(() => String, { nullable: true, description: "What the reviewer had to say." })
  reviewNote!: string | null;

  @Field(() => JsonObject)
  content!: object;

  @Field(() => DateTime)
  createdAt!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("Citation", { simpleResolvers: true, description: "A source of a fact." })
export class CitationType {
  @Field(() => String)
  title!: string;

  @Field(() => String, { nullable: true })
  url!: string | null;

  @Field(() => String, { nullable: true, description: "Where there is no address: volume, article, page." })
  reference!: string | null;

  @Field(() => CalendarDate, { description: "The day it was looked up." })
  checkedOn!: string;
}

@InputType("CitationInput")
export class CitationInput {
  @Field(() => String)
  title!: string;

  @Field(() => String, { nullable: true })
  url?: string;

  @Field(() => String, { nullable: true })
  reference?: string;

  @Field(() => String, { description: "YYYY-MM-DD" })
  checkedOn!: string;
}
