import { z } from "zod";
import { ruleCondition } from "../../src/kernel/rules/condition.js";
import { confidence, day, localized, slug, text } from "./text.js";

/** A question about a client, whose answer decides which checklist items apply. */
export const scopingQuestion = z
  .strictObject({
    slug,
    kind: z.enum(["YES_NO", "CHOICE", "CHOICES", "NUMBER"]),
    title: localized,
    help: localized,
    options: z.array(z.strictObject({ value: text, label: localized })).default([]),
    unit: localized.optional(),
  })
  .refine(
    ({ kind, options }) => kind.startsWith("CHOICE") === options.length > 0,
    "choices, and they alone, have options",
  )
  .refine(({ kind, unit }) => (kind === "NUMBER") === (unit !== undefined), "numbers, and they alone, have a unit");

/** When items apply, why in words, and by which source. */
export const scopingRule = z.strictObject({
  slug,
  when: ruleCondition,
  items: z.array(slug).min(1, "expected at least one item"),
  reason: localized,
  confidence,
  checkedOn: day,
  citations: z.array(z.strictObject({ framework: slug, locator: text })).min(1, "expected at least one citation"),
});

export type ScopingQuestion = z.infer<typeof scopingQuestion>;
export type ScopingRule = z.infer<typeof scopingRule>;
