import { faultsOfRun } from "../src/domains/questions/problem-run.js";
import { show, type Entry } from "./entries.js";
import type { Fault } from "./faults.js";
import type { Checklist } from "./format/checklist.js";
import type { Framework } from "./format/framework.js";
import type { Question } from "./format/question.js";
import type { Path } from "./source.js";

/** A named reference from one entry to another piece of content. */
export interface Link {
  path: Path;
  slug: string;
}

/** Every link that leads nowhere. `kind` is what it should lead to, in words. */
export function brokenLinks(entry: Entry<unknown>, links: Link[], kind: string, known: ReadonlySet<string>): Fault[] {
  return links
    .filter(({ slug }) => !known.has(slug))
    .map(({ path, slug }) => fault(entry, path, `no ${kind} is called "${slug}"`));
}

/** The links of a list of slugs at `path`. */
export function linksAt(path: Path, slugs: readonly string[]): Link[] {
  return slugs.map((slug, index) => ({ path: [...path, index], slug }));
}

/** How each kind of framework numbers its parts. */
const LOCATORS: Record<Framework["kind"], { form: RegExp; example: string }> = {
  LAW: { form: /^Art\. \d+[a-z]?((\(\w+\))*|–\d+)$/, example: "Art. 35 or Art. 12–22" },
  REGULATION: { form: /^Art\. \d+[a-z]?((\(\w+\))*|–\d+)$/, example: "Art. 5(1)(c) or Art. 12–22" },
  STANDARD: { form: /^(A\.)?\d+(\.\d+)*$/, example: "A.7.3 or 8.4" },
  FRAMEWORK: { form: /^(GOVERN|MAP|MEASURE|MANAGE) \d+\.\d+$/, example: "MEASURE 2.10" },
};

/** Citations of an unknown framework, in a form that the framework does not use, or given twice in one item. */
export function badCitations(
  checklist: Entry<Checklist>,
  frameworks: Entry<Framework>[],
  known: ReadonlySet<string>,
): Fault[] {
  const faults: Fault[] = [];
  for (const [i, item] of checklist.value.items.entries()) {
    const seen = new Set<string>();
    for (const [j, citation] of item.citations.entries()) {
      const path = ["items", i, "citations", j];
      faults.push(
        ...brokenLinks(checklist, [{ path: [...path, "framework"], slug: citation.framework }], "framework", known),
      );
      faults.push(...badLocator(checklist, path, citation, frameworks));
      const key = `${citation.framework} ${citation.locator}`;
      if (seen.has(key)) faults.push(fault(checklist, path, `${key} is cited twice in this item`));
      seen.add(key);
    }
  }
  return faults;
}

/** A locator at `path` that is not in the form of its framework. */
export function badLocator(
  entry: Entry<unknown>,
  path: Path,
  { framework, locator }: { framework: string; locator: string },
  frameworks: readonly Entry<Framework>[],
): Fault[] {
  const cited = frameworks.find(({ value }) => value.slug === framework);
  const numbering = cited && LOCATORS[cited.value.kind];
  if (!numbering || numbering.form.test(locator)) return [];
  return [fault(entry, [...path, "locator"], `expected a form such as ${numbering.example}`)];
}

/** What keeps the run of a coding problem from being launched. */
export function badRuns(question: Entry<Question>): Fault[] {
  if (question.value.kind !== "CODING") return [];
  return faultsOfRun(question.value.run).map(({ path, message }) => fault(question, ["run", ...path], message));
}

/** Item slugs that another item, in any checklist, has already: items are linked to by their slug alone. */
export function takenItemSlugs(checklists: Entry<Checklist>[]): Fault[] {
  const taken = new Set<string>();
  const faults: Fault[] = [];
  for (const checklist of checklists) {
    for (const [index, { slug }] of checklist.value.items.entries()) {
      if (taken.has(slug))
        faults.push(fault(checklist, ["items", index, "slug"], `"${slug}" is taken by another item`));
      taken.add(slug);
    }
  }
  return faults;
}

/** Texts that stand in the packs a second time, in either language: one of the two says nothing. */
export function repeatedTexts(entries: Entry<unknown>[]): Fault[] {
  const first = new Map<string, string>();
  const faults: Fault[] = [];
  for (const entry of entries) {
    for (const { path, text } of localizedTexts(entry.value, [])) {
      const { line } = entry.locate(path);
      const earlier = first.get(text);
      if (earlier !== undefined) faults.push(fault(entry, path, `the same text stands in ${earlier}`));
      else first.set(text, `${entry.file}:${line}`);
    }
  }
  return faults;
}

function* localizedTexts(value: unknown, path: Path): Generator<{ path: Path; text: string }> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    const here = [...path, Array.isArray(value) ? Number(key) : key];
    if (typeof inner === "string" && (key === "en" || key === "zh")) yield { path: here, text: inner.trim() };
    else yield* localizedTexts(inner, here);
  }
}

/** A fault at a place of an entry. */
export function fault(entry: Entry<unknown>, path: Path, message: string): Fault {
  return { file: entry.file, ...entry.locate(path), message: `${show(path)}: ${message}` };
}
