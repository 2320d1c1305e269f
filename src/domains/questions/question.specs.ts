import { z } from "zod";
import { localized, type Localized } from "../../kernel/localized.js";
import { Preset } from "../training/recipes/recipe.specs.js";
import { citation, slug, slugs } from "../content/content.specs.js";

export enum QuestionKind {
  KNOWLEDGE = "KNOWLEDGE",
  CODING = "CODING",
  CASE = "CASE",
}

export enum Difficulty {
  EASY = "EASY",
  MEDIUM = "MEDIUM",
  HARD = "HARD",
}

/** Where a question leads, by slug; recipes by id. */
export const questionLinks = z.strictObject({
  recipes: slugs.default([]),
  businessModels: slugs.default([]),
  checklistItems: slugs.default([]),
  talentRoles: slugs.default([]),
});

/** What a coding problem has beside its question. Hints are in the order in which they are given away. */
export const codingProblem = z.strictObject({
  statement: localized(),
  hints: z.array(localized(2_000)).min(1).max(10),
  complexity: localized(5_000),
  lookAt: z.array(localized(1_000)).min(1).max(20),
  run: z.strictObject({
    recipe: slug,
    preset: z.enum(Preset),
    parameters: z.record(z.string().max(80), z.unknown()).default({}),
  }),
});

/** Everything that an editor says of a question. */
export const questionContent = z.strictObject({
  category: slug,
  kind: z.enum(QuestionKind).default(QuestionKind.KNOWLEDGE),
  difficulty: z.enum(Difficulty),
  title: localized(300),
  tags: slugs.default([]),
  keyPoints: z
    .array(localized(500).extend({ id: slug.optional() }))
    .max(50)
    .default([]),
  links: questionLinks.default({ recipes: [], businessModels: [], checklistItems: [], talentRoles: [] }),
  citations: z.array(citation).max(50).default([]),
  answers: z
    .array(z.strictObject({ short: localized(), explanation: localized() }))
    .max(20)
    .default([]),
  problem: codingProblem.optional(),
});

export type CodingProblem = z.output<typeof codingProblem>;

/** What answers are marked by; its id stays with it. */
export interface KeyPoint extends Localized {
  id: string;
}

export type QuestionContent = z.output<typeof questionContent>;
export type QuestionContentInput = z.input<typeof questionContent>;
