import { z } from "zod";
import { confidence, day, localized, localizedList, slug, text } from "./text.js";

/**
 * The provision that an item serves. `confidence` covers both the number and that it serves the item.
 * A null `effectiveFrom` means: since the framework as a whole; a null `effectiveTo`: still.
 */
const citation = z.strictObject({
  framework: slug,
  locator: text,
  confidence,
  effectiveFrom: day.nullable().default(null),
  effectiveTo: day.nullable().default(null),
  amendedBy: z.array(text).default([]),
  checkedOn: day,
  note: localized.optional(),
});

/** One requirement, in the project's own words, and what would prove that it is met. */
const item = z.strictObject({
  slug,
  title: localized,
  requirement: localized,
  guidance: localized,
  evidence: localizedList,
  severity: z.enum(["LOW", "MEDIUM", "HIGH"]),
  citations: z.array(citation).min(1, "expected at least one citation"),
});

export const checklist = z.strictObject({
  slug,
  title: localized,
  summary: localized,
  topic: slug,
  items: z.array(item).min(1, "expected at least one item"),
});

export type Checklist = z.infer<typeof checklist>;
