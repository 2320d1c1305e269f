import type { Countable, Phrase } from "../phrase.js";

/** Lines `Chinese | English`. */
export function phrases(lines: string): readonly Phrase[] {
  return rows(lines).map(([zh, en]) => ({ zh, en }));
}

/** Lines `Chinese | English`, then the English forms in the order of `names`. */
export function inflected(names: readonly string[], lines: string): readonly Phrase[] {
  return rows(lines).map(([zh, en, ...forms]) => ({
    zh,
    en,
    plural: forms.includes("plural"),
    forms: Object.fromEntries(names.map((name, at) => [name, forms[at]])),
  }));
}

/** Lines `measure word | Chinese | singular`, then the plural where it takes more than an s. */
export function countables(lines: string): readonly Countable[] {
  return rows(lines).map(([measure, zh, one, many]) => ({ measure, zh, one, many: many ?? `${one}s` }));
}

function rows(lines: string): string[][] {
  return lines
    .trim()
    .split("\n")
    .map((line) => line.split("|").map((cell) => cell.trim()));
}
