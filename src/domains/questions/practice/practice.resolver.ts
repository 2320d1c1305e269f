import type { GraphQLResolveInfo } from "graphql";
import { Arg, Args, Ctx, FieldResolver, ID, Info, Int, Mutation, Query, Resolver, Root } from "type-graphql";
import type { Context } from "../../../context.js";
import { PageArgs } from "../../../graphql/connection.types.js";
import { rowId } from "../../../kernel/ids.js";
import {
  PracticeCardsArgs,
  ReviewPracticeCardInput,
  StartPracticeInput,
  UpdatePracticeSettingsInput,
} from "./practice.inputs.js";
import type { Situation } from "./practice-reviews.service.js";
import {
  PracticeCardConnection,
  PracticeCardType,
  PracticeChoiceType,
  PracticeRetentionType,
  PracticeReviewConnection,
  PracticeReviewType,
  PracticeSettingsType,
  StartPracticeResult,
} from "./practice.types.js";

const CARD = "PracticeCard";

@Resolver(() => PracticeCardType)
export class PracticeResolver {
  @Query(() => PracticeCardConnection, {
    description:
      "What to practise now: cards that are due, the longest overdue first, and of new ones as many as your day still allows.",
  })
  duePracticeCards(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return practiceReading.due(viewer, page, info);
  }

  @Query(() => PracticeCardConnection, {
    description: "All your cards on questions that are still published, the next to come first.",
  })
  practiceCards(
    @Args(() => PracticeCardsArgs) { state, ...page }: PracticeCardsArgs,
    @Ctx() { viewer, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return practiceReading.cards(viewer, state, page, info);
  }

  @Query(() => PracticeReviewConnection, { description: "All your reviews, the newest first, undone ones included." })
  practiceReviews(
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() { viewer, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    return practiceReading.reviews(viewer, page, info);
  }

  @Query(() => PracticeRetentionType, { description: "How much you remembered in the last days." })
  practiceRetention(
    @Arg("days", () => Int, { defaultValue: 90, description: "Times 24 hours; 1 to 3650." }) days: number,
    @Ctx() { viewer, practiceReading }: Context,
  ) {
    return practiceReading.retention(viewer, days);
  }

  @Query(() => PracticeSettingsType, { description: "How you practise." })
  practiceSettings(@Ctx() { viewer, practiceSettings }: Context) {
    return practiceSettings.of(viewer);
  }

  @Mutation(() => PracticeSettingsType, { description: "Changes how you practise." })
  updatePracticeSettings(
    @Arg("input", () => UpdatePracticeSettingsInput) input: UpdatePracticeSettingsInput,
    @Ctx() { viewer, practiceSettings }: Context,
  ) {
    return practiceSettings.update(viewer, input);
  }

  @Mutation(() => StartPracticeResult, {
    description:
      "Gives you a card on each question that is chosen and has none yet: asking twice is asking once. All or nothing.",
  })
  startPractice(
    @Arg("input", () => StartPracticeInput) input: StartPracticeInput,
    @Ctx() { viewer, practiceCards }: Context,
  ) {
    return practiceCards.start(viewer, input);
  }

  @Mutation(() => PracticeReviewType, { description: "Reviews one of your cards; it may be done before it is due." })
  async reviewPracticeCard(
    @Arg("id", () => ID) id: string,
    @Arg("input", () => ReviewPracticeCardInput) input: ReviewPracticeCardInput,
    @Ctx() { viewer, practiceReviews, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    const review = await practiceReviews.review(viewer, rowId(CARD, id), input);
    return practiceReading.find(viewer, "PracticeReview", review, info);
  }

  @Mutation(() => PracticeCardType, {
    description: "Takes the last review of a card back: the card is exactly what it was before.",
  })
  async undoPracticeReview(
    @Arg("cardId", () => ID) cardId: string,
    @Arg("expectedReps", () => Int, { description: "The card's reps, the review to undo included." })
    expectedReps: number,
    @Ctx() { viewer, practiceReviews, practiceReading }: Context,
    @Info() info: GraphQLResolveInfo,
  ) {
    await practiceReviews.undo(viewer, rowId(CARD, cardId), expectedReps);
    return practiceReading.find(viewer, CARD, rowId(CARD, cardId), info);
  }

  @FieldResolver(() => [PracticeChoiceType], { description: "What each rating would lead to now." })
  choices(@Root() { choices }: { choices: Situation }, @Ctx() { practiceReviews }: Context) {
    return practiceReviews.choices(choices);
  }
}

@Resolver(() => PracticeReviewType)
export class PracticeReviewResolver {
  @FieldResolver(() => [PracticeChoiceType], { description: "What each rating would have led to." })
  choices(@Root() { choices }: { choices: Situation }, @Ctx() { practiceReviews }: Context) {
    return practiceReviews.choices(choices);
  }
}
