import { createUnionType, Field, ID, InputType, Int, ObjectType, registerEnumType } from "type-graphql";
import { Refusal } from "../../graphql/refusal.types.js";
import { ReviewVerdict, type Review } from "./content.review.js";

registerEnumType(ReviewVerdict, {
  name: "ReviewVerdict",
  description: "APPROVE publishes a draft; RETURN makes it a draft again, and leaves what is published as it is.",
});

@InputType("ReviewContentInput")
export class ReviewContentInput implements Review {
  @Field(() => ID)
  id!: string;

  @Field(() => Int, { description: "The revision that you have read: a later change is then refused as CONFLICT." })
  expectedRevision!: number;

  @Field(() => ReviewVerdict)
  verdict!: ReviewVerdict;

  @Field(() => String, { nullable: true, description: "For the authors, at most 2,000 characters." })
  note?: string | null;
}

@ObjectType("ContentReviewed", { description: "The review is recorded." })
export class ContentReviewedType {
  id!: string;
}

@ObjectType("OwnChange", {
  implements: Refusal,
  simpleResolvers: true,
  description: "The reviewer wrote a part of what waits: somebody else has to look at it. Nothing has changed.",
})
export class OwnChangeType extends Refusal {}

export const ReviewContentResult = createUnionType({
  name: "ReviewContentResult",
  types: () => [ContentReviewedType, OwnChangeType] as const,
  resolveType: (result) => (result as unknown as { __typename: string }).__typename,
});
