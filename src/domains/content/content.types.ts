import { ArgsType, Field, InputType, Int, ObjectType } from "type-graphql";
import { CalendarDate, DateTime, JsonObject } from "../../graphql/scalars.js";
import { AuthorType } from "../accounts/accounts.types.js";

@ObjectType("ContentRevision", { simpleResolvers: true, description: "What a piece of content said at one revision." })
export class ContentRevisionType {
  @Field(() => Int, { description: "Counts from 1." })
  number!: number;

  @Field(() => AuthorType, { nullable: true, description: "Null for what came with the product." })
  author!: AuthorType | null;

  @Field(() => JsonObject)
  content!: object;

  @Field(() => DateTime)
  createdAt!: string;
}

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
  url?: string | null;

  @Field(() => String, { nullable: true })
  reference?: string | null;

  @Field(() => String, { description: "YYYY-MM-DD" })
  checkedOn!: string;
}

/** Arguments of a bounded list inside an object. */
@ArgsType()
export class FirstArgs {
  @Field(() => Int, { nullable: true, description: "How many, from the start." })
  first?: number | null;
}
