import { badLocator, brokenLinks, fault, linksAt } from "./checks.js";
import { faultsOfCondition } from "./condition-checks.js";
import type { Entry } from "./entries.js";
import type { Fault } from "./faults.js";
import type { Checklist } from "./format/checklist.js";
import type { Framework } from "./format/framework.js";
import type { ScopingQuestion, ScopingRule } from "./format/scoping.js";

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
    return [
      ...faultsOfCondition(when, questions, "scoping question").map((message) => fault(entry, ["when"], message)),
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
