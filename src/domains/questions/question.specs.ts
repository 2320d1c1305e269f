import { z } from "zod";
import { localized } from "../../kernel/localized.js";

export enum QuestionKind {
  Knowledge = "KNOWLEDGE",
  Coding = "CODING",
  Case = "CASE",
}

export enum Difficulty {
  Easy = "EASY",
  Medium = "MEDIUM",
  Hard = "HARD",
}

export enum QuestionStatus {
  Draft = "DRAFT",
  Review = "REVIEW",
  Published = "PUBLISHED",
  Archived = "ARCHIVED",
}

/** A name that stands in addresses: lower-case words joined by hyphens. */
export const slug = z
  .string()
  .max(80)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, "lower-case letters, digits and single hyphens");

const slugs = z.array(slug).max(50);

/** Where a question leads, by slug; recipes by id. */
export const questionLinks = z.strictObject({
  recipes: slugs.default([]),
  businessModels: slugs.default([]),
  checklistItems: slugs.default([]),
  talentRoles: slugs.default([]),
});

/** A source of a fact, and the day it was looked up. */
export const citation = z.strictObject({
  title: z.string().trim().min(1).max(300),
  url: z.url().max(2000).nullish(),
  reference: z.string().trim().min(1).max(300).nullish(),
  checkedOn: z.iso.date(),
});

/** Everything that an editor says of a question. */
export const questionContent = z.strictObject({
  category: slug,
  kind: z.enum(QuestionKind).default(QuestionKind.Knowledge),
  difficulty: z.enum(Difficulty),
  status: z.enum([QuestionStatus.Draft, QuestionStatus.Review, QuestionStatus.Published]).default(QuestionStatus.Draft),
  title: localized(300),
  tags: slugs.default([]),
  keyPoints: z.array(localized(500)).max(50).default([]),
  links: questionLinks.default({ recipes: [], businessModels: [], checklistItems: [], talentRoles: [] }),
  citations: z.array(citation).max(50).default([]),
  answers: z
    .array(z.strictObject({ short: localized(), explanation: localized() }))
    .max(20)
    .default([]),
});

export type QuestionContent = z.output<typeof questionContent>;
export type QuestionContentInput = z.input<typeof questionContent>;
