import { ArgsType, Field, Float, ID, InputType, Int } from "type-graphql";
import { PageArgs } from "../../../graphql/connection.types.js";
import { Difficulty, QuestionKind } from "../question.specs.js";
import type { PracticeChoice } from "./practice-cards.service.js";
import type { NewReview } from "./practice-reviews.service.js";
import { NOTE_MAX, PracticeRating, PracticeState, STARTED_MAX } from "./practice.specs.js";
import type { NoteChange } from "./question-notes.service.js";

@InputType("PracticeFilter", { description: "All that are given must hold." })
export class PracticeFilter {
  @Field(() => String, { nullable: true, description: "Slug of a category." })
  category?: string | null;

  @Field(() => [String], { nullable: true, description: "Slugs of tags, at most 20: a question must have them all." })
  tags?: string[] | null;

  @Field(() => Difficulty, { nullable: true })
  difficulty?: Difficulty | null;

  @Field(() => QuestionKind, { nullable: true })
  kind?: QuestionKind | null;
}

@InputType("StartPracticeInput", {
  description: `Either questionIds, or what a query, a filter or both together find; at most ${STARTED_MAX} questions.`,
})
export class StartPracticeInput implements PracticeChoice {
  @Field(() => [ID], { nullable: true })
  questionIds?: string[] | null;

  @Field(() => String, { nullable: true, description: "Words, as searchQuestions takes them." })
  query?: string | null;

  @Field(() => PracticeFilter, { nullable: true })
  filter?: PracticeFilter | null;
}

@InputType("ReviewPracticeCardInput")
export class ReviewPracticeCardInput implements NewReview {
  @Field(() => PracticeRating)
  rating!: PracticeRating;

  @Field(() => Int, {
    description: "The card's reps when you saw it: a second review of the same moment is refused as CONFLICT.",
  })
  expectedReps!: number;

  @Field(() => String, {
    nullable: true,
    description: "The same key with the same review answers with the review that was made the first time.",
  })
  idempotencyKey?: string | null;
}

@InputType("UpdatePracticeSettingsInput", {
  description: "What is not given stays as it is. Due times stay; each card's next review goes by the new settings.",
})
export class UpdatePracticeSettingsInput {
  @Field(() => Float, { nullable: true, description: "0.7 to 0.97; 0.9 at first." })
  desiredRetention?: number | null;

  @Field(() => Int, { nullable: true, description: "0 to 1000; 20 at first." })
  newCardsPerDay?: number | null;

  @Field(() => Int, { nullable: true, description: "0 to 23, of UTC." })
  dayStartsAtHour?: number | null;
}

@InputType("NoteQuestionInput", { description: "What is not given stays as it is." })
export class NoteQuestionInput implements NoteChange {
  @Field(() => Boolean, { nullable: true })
  flagged?: boolean | null;

  @Field(() => String, { nullable: true, description: `At most ${NOTE_MAX} characters.` })
  text?: string | null;
}

@ArgsType()
export class PracticeCardsArgs extends PageArgs {
  @Field(() => PracticeState, { nullable: true })
  state?: PracticeState | null;
}

@ArgsType()
export class QuestionNotesArgs extends PageArgs {
  @Field(() => Boolean, { nullable: true, description: "Only those that are flagged, or that are not." })
  flagged?: boolean | null;
}
