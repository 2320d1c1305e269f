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

/** Takes a search apart; undefined when there is no word in it. */
export function searchQuery(text: string): SearchQuery | undefined {
  const terms = termsOf(text).slice(0, TERMS_MAX);
  const last = terms.pop();
  if (last === undefined) return undefined;
  return {
    exact: terms
      .filter((term) => !isEnglish(term))
      .map(beginning)
      .join(" & "),
    english: terms.filter(isEnglish).join(" "),
    last: `${quoted(last)}:*`,
    lastEnglish: isEnglish(last) ? last : "",
  };
}

/** The tsquery of a search, the same text whatever it holds; `mark` narrows it to objects that carry it. */
export function querySql(
  { exact, english, last, lastEnglish }: SearchQuery,
  statement: Statement,
  mark?: string,
): string {
  const stem = (words: string) => `plainto_tsquery('english', ${statement.value(words)})`;
  const marked = mark === undefined ? [] : [`${statement.value(quoted(markWord(mark)))}::tsquery`];
  const ending = `(${statement.value(last)}::tsquery || ${stem(lastEnglish)})`;
  return [...marked, `${statement.value(exact)}::tsquery`, stem(english), ending].join(" && ");
}

/** A single Chinese character is the beginning of a word; everything else stands whole. */
function beginning(term: string): string {
  return /^\p{Script=Han}$/u.test(term) ? `${quoted(term)}:*` : quoted(term);
}
