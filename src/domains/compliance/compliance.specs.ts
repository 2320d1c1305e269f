import { z } from "zod";
import { localized } from "../../kernel/localized.js";
import { citation, Confidence, slug } from "../content/content.specs.js";

export enum Jurisdiction {
  EU = "EU",
  CN = "CN",
  US = "US",
  INTERNATIONAL = "INTERNATIONAL",
}

export enum FrameworkKind {
  LAW = "LAW",
  REGULATION = "REGULATION",
  STANDARD = "STANDARD",
  FRAMEWORK = "FRAMEWORK",
}

export enum Severity {
  LOW = "LOW",
  MEDIUM = "MEDIUM",
  HIGH = "HIGH",
}

const reference = z.string().trim().min(1).max(300);
const day = z.iso.date("must be a calendar date, YYYY-MM-DD");

/** A date on which something about a framework changes for those who are bound by it. */
const milestone = z.strictObject({
  date: day,
  text: localized(2000),
  confidence: z.enum(Confidence),
  source: reference,
});

/** A law, regulation, standard or voluntary framework. Without `effectiveFrom` it binds nobody by law. */
export const frameworkContent = z.strictObject({
  name: localized(300),
  jurisdiction: z.enum(Jurisdiction),
  kind: z.enum(FrameworkKind),
  officialReference: reference,
  versionLabel: reference,
  effectiveFrom: day.optional(),
  amendedBy: z.array(reference).max(50).default([]),
  milestones: z.array(milestone).max(50).default([]),
  source: citation,
  confidence: z.enum(Confidence),
});

/** Everything that an editor says of a checklist, besides its items. */
export const checklistContent = z.strictObject({
  topic: slug,
  title: localized(300),
  summary: localized(),
});

/**
 * The provision that an item serves. `confidence` covers both its number and that it serves the item. Without
 * `effectiveFrom` it holds since the framework does, without `effectiveTo` still.
 */
export const itemCitation = z.strictObject({
  framework: slug,
  locator: reference,
  confidence: z.enum(Confidence),
  effectiveFrom: day.optional(),
  effectiveTo: day.optional(),
  amendedBy: z.array(reference).max(50).default([]),
  checkedOn: day,
  note: localized(2000).optional(),
});

/** Everything that an editor says of a checklist item. A new one without a position comes last. */
export const checklistItemContent = z.strictObject({
  checklist: slug,
  position: z.int().min(0).max(10_000).optional(),
  severity: z.enum(Severity),
  title: localized(300),
  requirement: localized(),
  guidance: localized(),
  evidence: z.array(localized(500)).max(50).default([]),
  citations: z.array(itemCitation).max(50).default([]),
});

export type FrameworkContent = z.output<typeof frameworkContent>;
export type ChecklistContentInput = z.input<typeof checklistContent>;
export type ItemCitationContent = z.output<typeof itemCitation>;
export type ItemCitationContentInput = z.input<typeof itemCitation>;
export type ChecklistItemContentInput = z.input<typeof checklistItemContent>;
