import { Field, InputType, ObjectType } from "type-graphql";
import { DateTime, JsonObject } from "../../../graphql/scalars.js";
import { AuthorType } from "../../accounts/accounts.types.js";

@InputType("UpdateTrainingRunInput", {
  description: "What is absent stays as it is; null takes away what may be missing.",
})
export class UpdateRunInput {
  @Field(() => String, { nullable: true, description: "At most 120 characters; a run always has one." })
  name?: string;

  @Field(() => String, { nullable: true, description: "Markdown, at most 20000 characters." })
  notes?: string | null;

  @Field(() => String, { nullable: true, description: "What it belongs to, at most 120 characters." })
  group?: string | null;

  @Field(() => [String], {
    nullable: true,
    description: "All its tags: at most 20 of at most 50 characters; kept in small letters.",
  })
  tags?: string[] | null;
}

@ObjectType("TrainingRunEdit", { simpleResolvers: true, description: "One edit of what people say about a run." })
export class RunEditType {
  @Field(() => DateTime)
  at!: string;

  @Field(() => AuthorType, { nullable: true, description: "Null once their account is gone." })
  editor!: AuthorType | null;

  @Field(() => JsonObject, { description: "The fields that changed, each with what stood there before." })
  before!: object;
}
