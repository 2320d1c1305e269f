import type { Localized } from "../../../kernel/localized.js";
import { answerInWords, expectationInWords } from "./scoping-answers.js";
import { comparisonsOf } from "../../../kernel/rules/condition.js";
import { truthOf, type Facts, type Truth } from "../../../kernel/rules/truth.js";
import { Applicability, type NamedQuestion, type NamedRule } from "./scoping.specs.js";

/** One comparison of a rule, beside what was answered. */
export interface WeighedAnswer {
  question: string;
  title: Localized;
  expected: Localized;
  /** Null while it is not known. */
  answer: Localized | null;
  holds: Truth;
}

/** A rule that speaks of an item, and what the answers make of it. */
export interface WeighedRule extends Pick<NamedRule, "reason" | "confidence" | "checkedOn" | "citations"> {
  rule: string;
  holds: Truth;
  answers: WeighedAnswer[];
}

/** What the rules say of one item. */
export interface ScopedItem {
  item: string;
  applicability: Applicability;
  /** Those that hold; where none does, those that could still; where none could, all. */
  rules: WeighedRule[];
  /** Slugs of the questions that have to be answered before it can be told. */
  missing: string[];
}

/**
 * What applies by the answers, and why; in the order of the items. An item that cannot be told yet is `UNDECIDED`, never left out, and
 * so is one that no rule speaks of.
 */
export function scopeOf(
  items: readonly string[],
  questions: readonly NamedQuestion[],
  rules: readonly NamedRule[],
  answers: Facts,
): ScopedItem[] {
  const bySlug = new Map(questions.map((question) => [question.slug, question]));
  const weighed = new Map(rules.map((rule) => [rule.slug, weigh(rule, bySlug, answers)]));
  return items.map((item) => {
    const speaking = rules.filter((rule) => rule.items.includes(item)).map(({ slug }) => weighed.get(slug)!);
    const holding = speaking.filter(({ holds }) => holds === true);
    if (holding.length > 0) return { item, applicability: Applicability.APPLIES, rules: holding, missing: [] };
    const open = speaking.filter(({ holds }) => holds === null);
    if (open.length > 0 || speaking.length === 0) {
      const missing = open.flatMap((rule) => rule.answers.filter(({ holds }) => holds === null));
      const slugs = [...new Set(missing.map(({ question }) => question))];
      return { item, applicability: Applicability.UNDECIDED, rules: open, missing: slugs };
    }
    return { item, applicability: Applicability.DOES_NOT_APPLY, rules: speaking, missing: [] };
  });
}

function weigh(
  { slug, when, reason, confidence, checkedOn, citations }: NamedRule,
  questions: ReadonlyMap<string, NamedQuestion>,
  answers: Facts,
): WeighedRule {
  const weighed = comparisonsOf(when).map(({ fact: name, operator, value, comparison }): WeighedAnswer => {
    const question = questions.get(name)!;
    const answer = answers[name];
    return {
      question: name,
      title: question.title,
      expected: expectationInWords(question, operator, value),
      answer: answer === undefined ? null : answerInWords(question, answer),
      holds: truthOf(comparison, answers),
    };
  });
  return { rule: slug, holds: truthOf(when, answers), reason, confidence, checkedOn, citations, answers: weighed };
}
