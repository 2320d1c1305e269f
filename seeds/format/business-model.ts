import { z } from "zod";
import { localized, localizedList, slug, slugs } from "./text.js";

/** The nine blocks of the Business Model Canvas (Osterwalder and Pigneur, 2010). */
const canvas = z.strictObject({
  customerSegments: localizedList,
  valuePropositions: localizedList,
  channels: localizedList,
  customerRelationships: localizedList,
  revenueStreams: localizedList,
  keyResources: localizedList,
  keyActivities: localizedList,
  keyPartners: localizedList,
  costStructure: localizedList,
});

/** One way for a start-up to earn money with large models. */
export const businessModel = z.strictObject({
  slug,
  name: localized,
  summary: localized,
  howItEarns: localized,
  canvas,
  revenueDrivers: localizedList,
  costDrivers: localizedList,
  risks: localizedList,
  talentRoles: slugs,
  checklists: slugs,
});

export type BusinessModel = z.infer<typeof businessModel>;
