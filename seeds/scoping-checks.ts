import { comparisonsOf, type ComparedAnswer } from "../src/domains/compliance/scoping/scoping-condition.js";
import { truthOf, type ScopingAnswer } from "../src/domains/compliance/scoping/scoping-engine.js";
import { badLocator, brokenLinks, fault, linksAt } from "./checks.js";
import type { Entry } from "./entries.js";
import type { Fault } from "./faults.js";
import type { Checklist } from "./format/checklist.js";
import type { Framework } from "./format/framework.js";
import type { ScopingQuestion, ScopingRule } from "./format/scoping.js";

/** The operators that fit a kind of answer. */
const OPERATORS: Record<ScopingQuestion["kind"], readonly ComparedAnswer["operator"][]> = {
  YES_NO: ["=="],
  CHOICE: ["=="],
  CHOICES: ["in"],
  NUMBER: [">=", ">", "<"],
};

/** What the rules are checked against. */
export interface ScopingGround {
  questions: readonly Entry<ScopingQuestion>[];
  frameworks: readonly Entry<Framework>[];
  frameworkSlugs: ReadonlySet<string>;
  itemSlugs: ReadonlySet<string>;
}

/** Rules that name what is not there, compare what cannot be compared, or hold for no answers whatever. */
export function badRules(rules: readonly Entry<ScopingRule>[], ground: ScopingGround): Fault[] {
  const questions = new Map(ground.questions.map(({ value }) => [value.slug, value]));
  return rules.flatMap((entry) => {
    const { when, items, citations } = entry.value;
    const compared = comparisonsOf(when);
    const unfit = compared.flatMap((comparison) => misfit(comparison, questions) ?? []);
    const faults = [
      ...unfit.map((message) => fault(entry, ["when"], message)),
      ...brokenLinks(entry, linksAt(["items"], items), "checklist item", ground.itemSlugs),
      ...citations.flatMap(({ framework, locator }, at) => [
        ...brokenLinks(
          entry,
          [{ path: ["citations", at, "framework"], slug: framework }],
          "framework",
          ground.frameworkSlugs,
        ),
        ...badLocator(entry, ["citations", at], { framework, locator }, ground.frameworks),
      ]),
    ];
    if (unfit.length === 0 && !satisfiable(entry.value, compared, questions))
      faults.push(fault(entry, ["when"], "no answers whatever make it hold"));
    return faults;
  });
}

/** Items that no rule leads to: nobody would ever be told whether they apply. */
export function unreachableItems(
  checklists: readonly Entry<Checklist>[],
  rules: readonly Entry<ScopingRule>[],
): Fault[] {
  const reached = new Set(rules.flatMap(({ value }) => value.items));
  return checklists.flatMap((entry) =>
    entry.value.items.flatMap(({ slug }, at) =>
      reached.has(slug) ? [] : [fault(entry, ["items", at, "slug"], `no scoping rule leads to "${slug}"`)],
    ),
  );
}

function misfit(
  { question: slug, operator, value }: ComparedAnswer,
  questions: ReadonlyMap<string, ScopingQuestion>,
): string | undefined {
  const question = questions.get(slug);
  if (!question) return `no scoping question is called "${slug}"`;
  if (!OPERATORS[question.kind].includes(operator))
    return `"${slug}" is ${question.kind}, which ${operator} does not fit`;
  if (question.kind === "YES_NO" && typeof value !== "boolean") return `"${slug}" is compared with true or false`;
  if (question.options.length > 0 && !question.options.some((option) => option.value === value))
    return `"${slug}" has no option ${String(value)}`;
  return undefined;
}

/** Tries every combination of the answers that the rule tells apart. */
function satisfiable(
  { when }: ScopingRule,
  compared: readonly ComparedAnswer[],
  questions: ReadonlyMap<string, ScopingQuestion>,
): boolean {
  const slugs = [...new Set(compared.map(({ question }) => question))];
  let combinations: Record<string, ScopingAnswer>[] = [{}];
  for (const slug of slugs) {
    const candidates = candidatesOf(
      questions.get(slug)!,
      compared.filter(({ question }) => question === slug),
    );
    combinations = combinations.flatMap((known) => candidates.map((answer) => ({ ...known, [slug]: answer })));
  }
  return combinations.some((answers) => truthOf(when, answers) === true);
}

/** Rules have no negation: whoever ticks everything fulfils each `in`. */
function candidatesOf({ kind, options }: ScopingQuestion, compared: readonly ComparedAnswer[]): ScopingAnswer[] {
  if (kind === "YES_NO") return [true, false];
  const values = options.map(({ value }) => value);
  if (kind === "CHOICE") return values;
  if (kind === "CHOICES") return [values];
  const limits = compared.map(({ value }) => Number(value));
  return limits.flatMap((limit) => [limit, limit * 2 + 1, Math.max(0, limit - 1)]);
}
