import { z } from "zod";
import { Preset } from "../../src/domains/training/recipes/recipe.specs.js";
import { localized, localizedList, slug, slugs, source } from "./text.js";

/** A shelf of the question bank, or a tag that cuts across the shelves. */
export const label = z.strictObject({ slug, name: localized });

/** A question with its model answer. Learners' marks refer to the ids of its points: they stay with their point. `keyPoints` is the rubric that an answer is marked by; `shortAnswer` covers all of it. */
const knowledge = z.strictObject({
  slug,
  category: slug,
  kind: z.literal("KNOWLEDGE"),
  difficulty: z.enum(["EASY", "MEDIUM", "HARD"]),
  tags: slugs.min(1, "expected at least one tag"),
  title: localized,
  keyPoints: z.array(localized.extend({ id: slug })).min(1, "expected at least one entry"),
  links: z.strictObject({ recipes: slugs, businessModels: slugs, checklistItems: slugs, talentRoles: slugs }),
  citations: z.array(source),
  shortAnswer: localized,
  explanation: localized,
});

/** A coding problem: solved by the recipe that `run` names. Each hint gives away more than the one before. */
const coding = knowledge.extend({
  kind: z.literal("CODING"),
  statement: localized,
  hints: localizedList,
  complexity: localized,
  lookAt: localizedList,
  run: z.strictObject({
    recipe: slug,
    preset: z.enum(Preset),
    parameters: z.record(z.string(), z.json()).default({}),
  }),
});

export const question = z.discriminatedUnion("kind", [knowledge, coding]);

export type Label = z.infer<typeof label>;
export type Question = z.infer<typeof question>;
