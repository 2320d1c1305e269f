import { Extensions, Field, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { PART_OF_ROW } from "../../graphql/limits.js";
import { Node } from "../../graphql/node.types.js";
import { CalendarDate, DateTime, JsonObject } from "../../graphql/scalars.js";
import { AuthorType } from "../accounts/accounts.types.js";
import { Confidence, PublicationStatus } from "./content.specs.js";

registerEnumType(PublicationStatus, {
  name: "PublicationStatus",
  description: "Everybody sees what is published; administrators see all.",
});
registerEnumType(Confidence, { name: "Confidence", description: "How sure a fact is." });

/** Descriptions that the inputs of every kind share. */
export const SLUG = "Lower-case words joined by hyphens, unique.";
export const EXPECTED_REVISION = "The revision you read: a later change by somebody else is then refused as CONFLICT.";

/** The fields of every kind of content. */
@ObjectType()
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

@ObjectType("ContentRevision", { simpleResolvers: true, description: "What a piece of content said at one revision." })
export class ContentRevisionType {
  @Field(() => Int, { description: "Counts from 1." })
  number!: number;

  @Field(() => AuthorType, { nullable: true, description: "Null once their account is gone." })
  author!: AuthorType | null;

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
