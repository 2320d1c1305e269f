import { z } from "zod";
import { InvalidInput } from "../../../kernel/errors.js";
import { checkInput } from "../../../kernel/input.js";
import type { Localized } from "../../../kernel/localized.js";
import type { Fact, Facts } from "../../../kernel/rules/truth.js";
import { ScopingQuestionKind, type NamedQuestion } from "./scoping.specs.js";

/** More than any model or people there will be for a while. */
const NUMBER_MAX = 1e40;

/** The answers, each of its question's kind. Throws `InvalidInput` naming the answer that is not. */
export function checkedAnswers(
  questions: readonly NamedQuestion[],
  answers: Record<string, unknown>,
  field: string,
): Facts {
  const bySlug = new Map(questions.map((question) => [question.slug, question]));
  const checked: Record<string, Fact> = {};
  for (const [slug, given] of Object.entries(answers)) {
    if (given === null) continue;
    const question = bySlug.get(slug);
    if (!question) throw new InvalidInput(`${field}.${slug}`, "there is no question of this name.");
    checked[slug] = checkInput(answerSpec(question), given, `${field}.${slug}`);
  }
  return checked;
}

function answerSpec({ kind, options }: NamedQuestion): z.ZodType<Fact> {
  const option = z.enum(options.map(({ value }) => value));
  switch (kind) {
    case ScopingQuestionKind.YES_NO:
      return z.boolean("must be true or false");
    case ScopingQuestionKind.NUMBER:
      return z.number("must be a number").min(0).max(NUMBER_MAX);
    case ScopingQuestionKind.CHOICE:
      return option;
    case ScopingQuestionKind.CHOICES:
      return z
        .array(option, "must be a list of options")
        .max(options.length)
        .refine((chosen) => new Set(chosen).size === chosen.length, "names an option twice");
  }
}

const YES: Localized = { en: "yes", zh: "是" };
const NO: Localized = { en: "no", zh: "否" };
const NONE: Localized = { en: "none", zh: "无" };

/** An answer in words. */
export function answerInWords(question: NamedQuestion, answer: Fact): Localized {
  if (typeof answer === "boolean") return answer ? YES : NO;
  if (typeof answer === "number") return quantityInWords(question, answer);
  const labels = [answer].flat().map((value) => question.options.find((option) => option.value === value)?.label);
  if (labels.length === 0) return NONE;
  const joined = (language: "en" | "zh", comma: string) => labels.map((label) => label?.[language] ?? "?").join(comma);
  return { en: joined("en", ", "), zh: joined("zh", "、") };
}

/** What a comparison expects, in words. */
export function expectationInWords(
  question: NamedQuestion,
  operator: "==" | ">=" | ">" | "<" | "in",
  value: string | boolean | number,
): Localized {
  const words = answerInWords(question, value);
  switch (operator) {
    case "==":
      return words;
    case "in":
      return { en: `includes ${words.en}`, zh: `包含${words.zh}` };
    case ">=":
      return { en: `at least ${words.en}`, zh: `不少于${words.zh}` };
    case ">":
      return { en: `more than ${words.en}`, zh: `超过${words.zh}` };
    case "<":
      return { en: `fewer than ${words.en}`, zh: `少于${words.zh}` };
  }
}

function quantityInWords({ unit }: NamedQuestion, quantity: number): Localized {
  const figure = quantity >= 1e15 ? quantity.toExponential().replace("e+", " × 10^").replace(/^1 × /, "") : quantity.toLocaleString("en-US"); // prettier-ignore
  return { en: `${figure} ${unit?.en ?? ""}`.trim(), zh: `${figure} ${unit?.zh ?? ""}`.trim() };
}
