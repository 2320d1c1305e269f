import { z } from "zod";
import { localized } from "../../kernel/localized.js";
import { slugs } from "../content/content.specs.js";

const points = z.array(localized(500)).max(50);

/** The nine blocks of the Business Model Canvas (Osterwalder and Pigneur, 2010). */
export const canvas = z.strictObject({
  customerSegments: points,
  valuePropositions: points,
  channels: points,
  customerRelationships: points,
  revenueStreams: points,
  keyResources: points,
  keyActivities: points,
  keyPartners: points,
  costStructure: points,
});

/** Everything that an editor says of a business model. Talent roles and checklists by slug. */
export const businessModelContent = z.strictObject({
  name: localized(300),
  summary: localized(),
  howItEarns: localized(),
  canvas,
  revenueDrivers: points.default([]),
  costDrivers: points.default([]),
  risks: points.default([]),
  talentRoles: slugs.default([]),
  checklists: slugs.default([]),
});

/** A role that a start-up has to fill. */
export const talentRoleContent = z.strictObject({
  position: z.int().min(0),
  name: localized(300),
  summary: localized(),
  responsibilities: points,
  skills: points,
});

/** A field of difficulties with a measure for each, and the content that helps, by slug. */
export const challengeAreaContent = z.strictObject({
  position: z.int().min(0),
  name: localized(300),
  summary: localized(),
  challenges: z.array(z.strictObject({ title: localized(300), measure: localized() })).max(50),
  links: z.strictObject({ questions: slugs, businessModels: slugs, checklists: slugs, talentRoles: slugs }),
});

export type BusinessModelContent = z.output<typeof businessModelContent>;
export type BusinessModelContentInput = z.input<typeof businessModelContent>;
export type ChallengeAreaContent = z.output<typeof challengeAreaContent>;
