import { z } from "zod";
import { localized, slug, slugs, source } from "./text.js";

/** A shelf of the question bank, or a tag that cuts across the shelves. */
export const label = z.strictObject({ slug, name: localized });

/** A question with its model answer. Learners' marks refer to the ids of its points: they stay with their point. `keyPoints` is the rubric that an answer is marked by; `shortAnswer` covers all of it. */
export const question = z.strictObject({
  slug,
  category: slug,
  kind: z.enum(["KNOWLEDGE"]),
  difficulty: z.enum(["EASY", "MEDIUM", "HARD"]),
  tags: slugs.min(1, "expected at least one tag"),
  title: localized,
  keyPoints: z.array(localized.extend({ id: slug })).min(1, "expected at least one entry"),
  links: z.strictObject({ recipes: slugs, businessModels: slugs, checklistItems: slugs, talentRoles: slugs }),
  citations: z.array(source),
  shortAnswer: localized,
  explanation: localized,
});

export type Label = z.infer<typeof label>;
export type Question = z.infer<typeof question>;
