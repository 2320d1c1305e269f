import type { GraphQLResolveInfo } from "graphql";
import { Arg, Ctx, FieldResolver, ID, Info, Int, Mutation, Resolver, Root } from "type-graphql";
import type { Context } from "../../context.js";
import type { ContentReviewed } from "./content.desk.js";
import { ContentReviewedType, ReviewContentInput, ReviewContentResult } from "./content-review.types.js";
import { ReviewedContentType } from "./content.types.js";

@Resolver(() => ContentReviewedType)
export class ContentDeskResolver {
  @Mutation(() => ReviewedContentType, { description: "Gives a draft to review. For administrators." })
  submitForReview(@Arg("id", () => ID) id: string, @Ctx() { viewer, desk }: Context, @Info() info: GraphQLResolveInfo) {
    return desk.of(viewer, id).submit(viewer, id, info);
  }

  @Mutation(() => ReviewContentResult, {
    description: "Approves or returns all changes of an entry that wait. For administrators who made none of them.",
  })
  reviewContent(@Arg("input", () => ReviewContentInput) input: ReviewContentInput, @Ctx() { viewer, desk }: Context) {
    return desk.review(viewer, input);
  }

  @Mutation(() => ReviewedContentType, {
    description: "Makes an archived entry what it was before: published, or a draft. For administrators.",
  })
  restoreContent(@Arg("id", () => ID) id: string, @Ctx() { viewer, desk }: Context, @Info() info: GraphQLResolveInfo) {
    return desk.of(viewer, id).restore(viewer, id, info);
  }

  @Mutation(() => ReviewedContentType, {
    description: "Says that both languages say the same: nothing of it is stale any longer. For administrators.",
  })
  confirmTranslations(
    @Arg("id", () => ID) id: string,
    @Arg("expectedRevision", () => Int, { description: "The revision that you have read." }) expectedRevision: number,
    @Ctx() { viewer, desk }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return desk.of(viewer, id).confirmTranslations(viewer, { id, expectedRevision }, info);
  }

  @FieldResolver(() => ReviewedContentType)
  content(@Root() { id }: ContentReviewed, @Ctx() { viewer, desk }: Context, @Info() info: GraphQLResolveInfo) {
    return desk.read(viewer, id, info);
  }
}
