import type { Statement } from "../read/statement.js";
import { markWord, quoted } from "./search-document.js";
import { isEnglish, termsOf } from "./words.js";

/** Most words of a search that are looked for; the rest is left out. */
const TERMS_MAX = 24;

/** What somebody looks for: all words must be there, the last one may be the beginning of one. */
export interface SearchQuery {
  /** A tsquery literal: Chinese, figures and names, as they stand. */
  exact: string;
  /** English words before the last, by their stems. */
  english: string;
  /** The last word as the beginning of one, and by its stem where it is English. */
  last: string;
  lastEnglish: string;
}

/** The words of a search that are looked for. */
export function soughtTerms(text: string): string[] {
  return termsOf(text).slice(0, TERMS_MAX);
}

/**
 * Takes a search apart; undefined when there is no word in it. `corrections` has the words that stand in place of one that
 * is nowhere: any of them will do.
 */
export function searchQuery(
  text: string,
  corrections: ReadonlyMap<string, readonly string[]> = new Map(),
): SearchQuery | undefined {
  const terms = soughtTerms(text);
  const last = terms.pop();
  if (last === undefined) return undefined;
  const asWritten = terms.filter((term) => !corrections.has(term));
  return {
    exact: [
      ...asWritten.filter((term) => !isEnglish(term)).map(beginning),
      ...terms.flatMap((term) => anyOf(corrections.get(term))),
    ].join(" & "),
    english: asWritten.filter(isEnglish).join(" "),
    last: anyOf(corrections.get(last))[0] ?? (last.length > 1 ? `${quoted(last)}:*` : beginning(last)),
    lastEnglish: isEnglish(last) && !corrections.has(last) ? last : "",
  };
}

/** The tsquery of a search, the same text whatever it holds; objects must carry a mark of each group of `marks`. */
export function querySql(
  { exact, english, last, lastEnglish }: SearchQuery,
  statement: Statement,
  marks: readonly (readonly string[])[] = [],
): string {
  const stem = (words: string) => `plainto_tsquery('english', ${statement.value(words)})`;
  const groups = marks.flatMap((group) => anyOf(group.map(markWord))).join(" & ");
  const marked = marks.length === 0 ? [] : [`${statement.value(groups)}::tsquery`];
  const ending = `(${statement.value(last)}::tsquery || ${stem(lastEnglish)})`;
  return [...marked, `${statement.value(exact)}::tsquery`, stem(english), ending].join(" && ");
}

/** One tsquery that any of the words meets; none without words. */
function anyOf(words: readonly string[] = []): string[] {
  return words.length === 0 ? [] : [`(${words.map(quoted).join(" | ")})`];
}

/** A single Chinese character is the beginning of a word; everything else stands whole. */
function beginning(term: string): string {
  return /^\p{Script=Han}$/u.test(term) ? `${quoted(term)}:*` : quoted(term);
}
