import { z } from "zod";
import { confidence, day, localized, slug, source } from "./text.js";

const written = z.string("expected a text").min(1, "expected a text");

/** A date on which something about a framework changes for those who are bound by it. */
const milestone = z.strictObject({ date: day, text: localized, confidence, source: written });

/** A law, regulation, standard or voluntary framework that checklist items cite. */
export const framework = z.strictObject({
  slug,
  name: localized,
  jurisdiction: z.enum(["EU", "CN", "US", "INTERNATIONAL"]),
  kind: z.enum(["LAW", "REGULATION", "STANDARD", "FRAMEWORK"]),
  /** How the issuer numbers it, e.g. `Regulation (EU) 2016/679`. */
  officialReference: written,
  /** The version that the citations are numbered by. */
  versionLabel: written,
  /** First day of general application; null where it binds nobody by law. Later steps are milestones. */
  effectiveFrom: day.nullable(),
  amendedBy: z.array(written),
  milestones: z.array(milestone),
  source,
  confidence,
});

export type Framework = z.infer<typeof framework>;
