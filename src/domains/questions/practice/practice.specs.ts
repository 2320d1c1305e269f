import { z } from "zod";

/** How far a learner has come with a card. */
export enum PracticeState {
  NEW = "NEW",
  LEARNING = "LEARNING",
  REVIEW = "REVIEW",
  RELEARNING = "RELEARNING",
}

/** How well a learner remembered. */
export enum PracticeRating {
  AGAIN = "AGAIN",
  HARD = "HARD",
  GOOD = "GOOD",
  EASY = "EASY",
}

/** All that decides what a review leads to. Instants are milliseconds since 1970; numbers survive JSON to the last bit. */
export interface Memory {
  state: PracticeState;
  due: number;
  /** Days after which nine of ten would still remember; 0 while new. */
  stability: number;
  /** 1 to 10; 0 while new. */
  difficulty: number;
  scheduledDays: number;
  /** Which of the short steps before the first whole day comes next. */
  learningSteps: number;
  /** How often it has been reviewed. */
  reps: number;
  /** How often it was forgotten once learnt. */
  lapses: number;
  lastReview: number | null;
  /** The first review. */
  introduced: number | null;
}

/** Most questions that are started at once, and most cards of a learner. */
export const STARTED_MAX = 500;
export const CARDS_MAX = 5_000;
export const NOTE_MAX = 10_000;

const slug = z.string().max(200, "must have 200 characters at most");

export const practiceChoice = z
  .strictObject({
    questionIds: z.array(z.string().max(200)).min(1).max(STARTED_MAX, `must be ${STARTED_MAX} at most`).optional(),
    query: z.string().optional(),
    filter: z
      .object({ category: slug.optional(), tags: z.array(slug).max(20, "must be 20 at most").optional() })
      .loose()
      .optional(),
  })
  .refine(({ questionIds, query, filter }) => (questionIds === undefined) !== ((query ?? filter) === undefined), {
    message: "must have either questionIds, or a query, a filter or both",
  });

export const newReview = z.strictObject({
  rating: z.enum(PracticeRating),
  expectedReps: z.int().min(0, "must be 0 or more"),
  idempotencyKey: z
    .string()
    .min(1, "must have 1 to 200 characters")
    .max(200, "must have 200 characters at most")
    .optional(),
});

export const practiceSettings = z.strictObject({
  desiredRetention: z.number().min(0.7, "must be from 0.7 to 0.97").max(0.97, "must be from 0.7 to 0.97"),
  newCardsPerDay: z.int().min(0, "must be from 0 to 1000").max(1_000, "must be from 0 to 1000"),
  dayStartsAtHour: z.int().min(0, "must be from 0 to 23").max(23, "must be from 0 to 23"),
});

/** How a learner practises. */
export type PracticeSettings = z.output<typeof practiceSettings>;

/** A day starts at 04:00 in China, when hardly anybody practises. */
export const DEFAULT_SETTINGS: PracticeSettings = { desiredRetention: 0.9, newCardsPerDay: 20, dayStartsAtHour: 20 };

export const noteChange = z.strictObject({
  flagged: z.boolean().optional(),
  text: z.string().max(NOTE_MAX, `must have ${NOTE_MAX} characters at most`).optional(),
});

export const retentionDays = z.int().min(1, "must be from 1 to 3650").max(3_650, "must be from 1 to 3650");
