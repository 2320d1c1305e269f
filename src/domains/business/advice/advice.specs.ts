import { z } from "zod";
import { localized } from "../../../kernel/localized.js";
import { ruleCondition } from "../../../kernel/rules/condition.js";
import { slug } from "../../content/content.specs.js";

/** What of a client a rule looks at. */
export enum AdviceTopic {
  TEAM = "TEAM",
  DATA = "DATA",
  CAPITAL = "CAPITAL",
  DOMAIN = "DOMAIN",
  MARKET = "MARKET",
  REGULATION = "REGULATION",
}

/** Whom a start-up can sell to. */
export enum CustomerGroup {
  CONSUMERS = "CONSUMERS",
  DEVELOPERS = "DEVELOPERS",
  ENTERPRISES = "ENTERPRISES",
  LEARNERS = "LEARNERS",
  MODEL_MAKERS = "MODEL_MAKERS",
}

/** The score of a business model whose rules all hold: its weights add up to it. */
export const SCORE_MAX = 100;

/** What a rule counts for one business model. `needed`: it is deducted where the rule is known not to hold. */
const ruleWeight = z.strictObject({
  businessModel: slug,
  weight: z.int().min(1).max(SCORE_MAX),
  needed: z.boolean().default(false),
});

/** A rule in force: what it asks, why it counts what it counts, and what to do where it does not hold. */
const adviceRule = z.strictObject({
  slug,
  topic: z.enum(AdviceTopic),
  when: ruleCondition,
  title: localized(300),
  rationale: localized(2000),
  remedy: localized(2000),
  weights: z.array(ruleWeight).min(1).max(100),
});

/** All rules together, as one piece of content: a change of any of them is a new revision of the whole. */
export const adviceRuleSetContent = z.strictObject({ rules: z.array(adviceRule).max(200) });

/** What is known of a client. What is left out is not known, which is not the same as no, or none. */
export const adviceProfile = z.strictObject({
  team: z
    .array(z.strictObject({ role: slug, people: z.int().min(0).max(100_000) }))
    .max(50)
    .refine((team) => new Set(team.map(({ role }) => role)).size === team.length, "names a role twice")
    .optional(),
  ownData: z.boolean().optional(),
  dataRights: z.boolean().optional(),
  runwayMonths: z.int().min(0).max(600).optional(),
  computeSecured: z.boolean().optional(),
  industryExpertise: z.boolean().optional(),
  customers: z
    .array(z.enum(CustomerGroup))
    .max(Object.keys(CustomerGroup).length)
    .refine((groups) => new Set(groups).size === groups.length, "names a group twice")
    .optional(),
  pilotClients: z.int().min(0).max(1_000_000).optional(),
  communityMembers: z.int().min(0).max(2_000_000_000).optional(),
  regulatedIndustry: z.boolean().optional(),
  complianceOwner: z.boolean().optional(),
});

export type AdviceRule = z.output<typeof adviceRule>;
export type AdviceProfile = z.output<typeof adviceProfile>;
