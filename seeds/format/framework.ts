import { z } from "zod";
import { confidence, day, localized, slug, source, text } from "./text.js";

/** A date on which something about a framework changes for those who are bound by it. */
const milestone = z.strictObject({ date: day, text: localized, confidence, source: text });

/** A law, regulation, standard or voluntary framework that checklist items cite. */
export const framework = z.strictObject({
  slug,
  name: localized,
  jurisdiction: z.enum(["EU", "CN", "US", "INTERNATIONAL"]),
  kind: z.enum(["LAW", "REGULATION", "STANDARD", "FRAMEWORK"]),
  /** How the issuer numbers it, e.g. `Regulation (EU) 2016/679`. */
  officialReference: text,
  /** The version that the citations are numbered by. */
  versionLabel: text,
  /** First day of general application; null where it binds nobody by law. Later steps are milestones. */
  effectiveFrom: day.nullable(),
  amendedBy: z.array(text),
  milestones: z.array(milestone),
  source,
  confidence,
});

export type Framework = z.infer<typeof framework>;
