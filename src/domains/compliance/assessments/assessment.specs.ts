import { z } from "zod";

/** Where an item of an assessment stands. */
export enum ItemStatus {
  OPEN = "OPEN",
  ANSWERED = "ANSWERED",
  SIGNED_OFF = "SIGNED_OFF",
}

/** What was answered. */
export enum ItemOutcome {
  MET = "MET",
  PARTLY_MET = "PARTLY_MET",
  NOT_MET = "NOT_MET",
  NOT_APPLICABLE = "NOT_APPLICABLE",
  EXCEPTION = "EXCEPTION",
}

export enum ReviewDecision {
  SIGN_OFF = "SIGN_OFF",
  RETURN = "RETURN",
}

/** Bidirectional controls, which can make a text look like another, and characters without a shape. */
const DECEIVING = /[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/u;

/** A text for people: trimmed, not empty, and what it looks like. */
export function said(max: number) {
  return z
    .string()
    .trim()
    .min(1, "must not be empty")
    .max(max, `must have ${max} characters at most`)
    .refine((text) => !DECEIVING.test(text), "holds characters that are invisible or change the direction of writing");
}

export const day = z.iso.date("must be a calendar date, YYYY-MM-DD");

export const newAssessment = z.strictObject({ name: said(200), dueOn: day.optional() });

/** An answer to an item. Longest: some pages. */
export const itemAnswer = z
  .strictObject({
    outcome: z.enum(ItemOutcome),
    answer: said(10_000),
    exceptionUntil: day.optional(),
  })
  .refine(({ outcome, exceptionUntil }) => (outcome === ItemOutcome.EXCEPTION) === (exceptionUntil !== undefined), {
    path: ["exceptionUntil"],
    message: "goes with the outcome EXCEPTION, and has to be there then",
  });

/** What changes of an item; null takes owner or date away, what is absent stays. */
export const itemChange = z.strictObject({
  ownerId: z.string().nullable().optional(),
  dueOn: day.nullable().optional(),
  notes: z.string().max(20_000).optional(),
});

export type ItemAnswer = z.output<typeof itemAnswer>;

/** How long an exception may run: whoever needs longer decides anew. */
export const EXCEPTION_DAYS_MAX = 366;
