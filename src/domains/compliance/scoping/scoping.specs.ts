import { z } from "zod";
import { localized } from "../../../kernel/localized.js";
import { Confidence, slug } from "../../content/content.specs.js";
import { ruleCondition } from "../../../kernel/rules/condition.js";

/** How a question is answered. */
export enum ScopingQuestionKind {
  YES_NO = "YES_NO",
  CHOICE = "CHOICE",
  CHOICES = "CHOICES",
  NUMBER = "NUMBER",
}

/** Whether a checklist item concerns a client, as far as the answers tell. */
export enum Applicability {
  APPLIES = "APPLIES",
  UNDECIDED = "UNDECIDED",
  DOES_NOT_APPLY = "DOES_NOT_APPLY",
}

const option = z.strictObject({ value: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/), label: localized(200) });

/** A question of the scoping questionnaire. Choices have options, numbers a unit. */
export const scopingQuestionContent = z.strictObject({
  position: z.int().min(0).max(10_000),
  kind: z.enum(ScopingQuestionKind),
  title: localized(300),
  help: localized(2000),
  options: z.array(option).max(30).default([]),
  unit: localized(100).optional(),
});

/** A provision that a rule rests on. */
const ruleCitation = z.strictObject({ framework: slug, locator: z.string().trim().min(1).max(300) });

/** When items apply, why in words, and by which source. An item applies as soon as one of its rules holds. */
export const scopingRuleContent = z.strictObject({
  position: z.int().min(0).max(10_000),
  when: ruleCondition,
  items: z.array(slug).min(1).max(200),
  reason: localized(2000),
  confidence: z.enum(Confidence),
  checkedOn: z.iso.date(),
  citations: z.array(ruleCitation).min(1).max(20),
});

export type ScopingQuestionContent = z.output<typeof scopingQuestionContent>;
export type ScopingRuleContent = z.output<typeof scopingRuleContent>;

/** A question with the name that answers bear. */
export type NamedQuestion = ScopingQuestionContent & { slug: string };
export type NamedRule = ScopingRuleContent & { slug: string };

/** Answers as they come, by the slug of their question. */
export const scopingAnswers = z
  .record(z.string().max(80), z.unknown(), "must be an object of answers by question")
  .refine((answers) => Object.keys(answers).length <= 200, "holds more answers than there are questions");
