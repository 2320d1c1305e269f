import { createUnionType, Extensions, Field, Float, Int, ObjectType, registerEnumType } from "type-graphql";
import { connectionOf } from "../../../graphql/connection.types.js";
import { PART_OF_ROW } from "../../../graphql/limits.js";
import { Node } from "../../../graphql/node.types.js";
import { Refusal } from "../../../graphql/refusal.types.js";
import { DateTime } from "../../../graphql/scalars.js";
import { QuestionType } from "../questions.types.js";
import { PracticeRating, PracticeState, type PracticeSettings } from "./practice.specs.js";
import type { Retention } from "./practice-reading.service.js";
import type { Choice } from "./schedule.js";

registerEnumType(PracticeState, {
  name: "PracticeState",
  description: "How far you have come with a card.",
  valuesConfig: {
    NEW: { description: "Never reviewed." },
    LEARNING: { description: "Reviewed in steps of minutes until it sits." },
    REVIEW: { description: "Learnt: due again after days." },
    RELEARNING: { description: "Forgotten, and learnt anew in steps of minutes." },
  },
});
registerEnumType(PracticeRating, {
  name: "PracticeRating",
  description: "How well you remembered.",
  valuesConfig: {
    AGAIN: { description: "Not at all." },
    HARD: { description: "With effort." },
    GOOD: { description: "Well enough." },
    EASY: { description: "Without thinking." },
  },
});

const KNOWN = "Archived ones too; null where it is published no more and not archived either.";

@ObjectType("QuestionNote", {
  implements: Node,
  simpleResolvers: true,
  description: "Your flag and your words on a question. Nobody else sees them, administrators included.",
})
export class QuestionNoteType extends Node {
  @Field(() => QuestionType, { nullable: true, description: KNOWN })
  question!: QuestionType | null;

  @Field(() => Boolean)
  flagged!: boolean;

  @Field(() => String)
  text!: string;

  @Field(() => DateTime)
  updatedAt!: string;
}

@Extensions(PART_OF_ROW)
@ObjectType("PracticeChoice", { simpleResolvers: true, description: "When a card is due again after a rating." })
export class PracticeChoiceType implements Choice {
  @Field(() => PracticeRating)
  rating!: PracticeRating;

  @Field(() => DateTime)
  due!: Date;
}

@ObjectType("PracticeCard", {
  implements: Node,
  simpleResolvers: true,
  description: "A question that you practise. Only you see it.",
})
export class PracticeCardType extends Node {
  @Field(() => QuestionType, { nullable: true, description: KNOWN })
  question!: QuestionType | null;

  @Field(() => QuestionNoteType, { nullable: true, description: "What you have noted of the question, if anything." })
  note!: QuestionNoteType | null;

  @Field(() => PracticeState)
  state!: PracticeState;

  @Field(() => DateTime)
  due!: string;

  @Field(() => Int, { description: "How often you have reviewed it." })
  reps!: number;

  @Field(() => Int, { description: "How often you forgot it once learnt." })
  lapses!: number;

  @Field(() => Float, {
    nullable: true,
    description: "Days after which you would still remember with a probability of 0.9.",
  })
  stability!: number | null;

  @Field(() => Float, { nullable: true, description: "1 to 10." })
  difficulty!: number | null;

  @Field(() => DateTime, { nullable: true })
  lastReviewedAt!: string | null;
}

@ObjectType("PracticeReview", {
  implements: Node,
  simpleResolvers: true,
  description: "A review of a card, as it happened.",
})
export class PracticeReviewType extends Node {
  @Field(() => PracticeCardType, { description: "As it is now." })
  card!: PracticeCardType;

  @Field(() => PracticeRating)
  rating!: PracticeRating;

  @Field(() => DateTime)
  reviewedAt!: string;

  @Field(() => DateTime, { description: "When the card was due after it." })
  due!: string;

  @Field(() => Float, { description: "Your wish at the time." })
  desiredRetention!: number;

  @Field(() => DateTime, { nullable: true, description: "When it was undone; it counts no more." })
  undoneAt!: string | null;
}

@ObjectType("PracticeSettings", { simpleResolvers: true, description: "How you practise, in every organisation." })
export class PracticeSettingsType implements PracticeSettings {
  @Field(() => Float, { description: "The share of reviews at which you wish to remember." })
  desiredRetention!: number;

  @Field(() => Int, { description: "Most cards a day that you see for the first time." })
  newCardsPerDay!: number;

  @Field(() => Int, { description: "The hour of UTC at which your day starts; at first 20, which is 04:00 in China." })
  dayStartsAtHour!: number;
}

@ObjectType("PracticeRetention", {
  simpleResolvers: true,
  description: "How much you remembered of what you had learnt.",
})
export class PracticeRetentionType implements Retention {
  @Field(() => Float, { nullable: true, description: "The share of reviews not rated AGAIN; null without reviews." })
  retention!: number | null;

  @Field(() => Int, { description: "Of how many: reviews of cards in state REVIEW that were not undone." })
  reviews!: number;
}

@ObjectType("PracticeStarted", { simpleResolvers: true, description: "What you practise from now on." })
export class PracticeStartedType {
  @Field(() => Int, { description: "New cards." })
  added!: number;

  @Field(() => Int, { description: "Questions that you practised already." })
  alreadyThere!: number;
}

@ObjectType("PracticeFull", {
  implements: Refusal,
  simpleResolvers: true,
  description: "You would have more cards than one may have; none was added.",
})
export class PracticeFullType extends Refusal {
  @Field(() => Int, { description: "How many you have." })
  cards!: number;

  @Field(() => Int)
  limit!: number;
}

export const StartPracticeResult = createUnionType({
  name: "StartPracticeResult",
  types: () => [PracticeStartedType, PracticeFullType] as const,
  resolveType: (value) => (value as unknown as { __typename: string }).__typename,
});

export const PracticeCardConnection = connectionOf(() => PracticeCardType, "PracticeCard");
export const PracticeReviewConnection = connectionOf(() => PracticeReviewType, "PracticeReview");
export const QuestionNoteConnection = connectionOf(() => QuestionNoteType, "QuestionNote");
