import { z } from "zod";
import { localized, slug, slugs } from "./text.js";

/** A field of difficulties with a measure for each, and the content that helps. */
export const challengeArea = z.strictObject({
  slug,
  name: localized,
  summary: localized,
  challenges: z.array(z.strictObject({ title: localized, measure: localized })).min(1, "expected at least one entry"),
  links: z.strictObject({ questions: slugs, businessModels: slugs, checklists: slugs, talentRoles: slugs }),
});

export type ChallengeArea = z.infer<typeof challengeArea>;
