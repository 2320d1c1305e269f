import { z } from "zod";
import { ruleCondition } from "../../src/kernel/rules/condition.js";
import { localized, slug } from "./text.js";

/** A rule by which business models are ranked: what has to be so, why it counts what it counts, and what to do otherwise. */
export const adviceRule = z.strictObject({
  slug,
  topic: z.enum(["TEAM", "DATA", "CAPITAL", "DOMAIN", "MARKET", "REGULATION"]),
  when: ruleCondition,
  title: localized,
  rationale: localized,
  remedy: localized,
  weights: z
    .array(z.strictObject({ businessModel: slug, weight: z.int().min(1).max(100), needed: z.boolean().default(false) }))
    .min(1, "expected at least one weight"),
});

export type AdviceRule = z.infer<typeof adviceRule>;
