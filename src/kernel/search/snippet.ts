import { folded, partsOf, runsOf } from "./words.js";

/** What to mark: a word in any of its forms, the beginning of one, or Chinese characters side by side. */
export interface SoughtTerm {
  han?: string;
  words?: ReadonlySet<string>;
  beginning?: string;
}

/** A stretch of a text, and whether it is something that was looked for. */
export interface SnippetPart {
  text: string;
  match: boolean;
}

/** The place of a text in which most of what was looked for stands. */
export interface Snippet {
  parts: SnippetPart[];
  /** How many of the terms stand in it. */
  terms: number;
}

interface Match {
  start: number;
  end: number;
  term: number;
}

/** Width of a snippet in Latin letters; a Chinese character is two wide. */
const WIDTH = 160;
/** How much of it comes before the first match. */
const LEAD = 40;

/** Cuts the stretch out of a text that shows most of the terms, and marks them; undefined when none of them is there. */
export function snippetOf(text: string, terms: readonly SoughtTerm[]): Snippet | undefined {
  const matches = matchesIn(text, terms);
  if (matches.length === 0) return undefined;
  const best = { at: 0, terms: 0 };
  for (const [at, { start }] of matches.entries()) {
    const end = after(text, start, WIDTH - LEAD);
    const seen = new Set<number>();
    for (let next = at; next < matches.length && matches[next].end <= end; next++) seen.add(matches[next].term);
    if (seen.size > best.terms) Object.assign(best, { at, terms: seen.size });
  }
  const start = beginningAt(text, matches[best.at].start);
  const end = endingAt(text, start);
  const within = matches.filter((match) => match.start >= start && match.end <= end);
  return { parts: partsBetween(text, start, end, within), terms: Math.max(best.terms, 1) };
}

/** Where the terms stand in the text as it is written, in order; offsets in UTF-16. */
function matchesIn(text: string, terms: readonly SoughtTerm[]): Match[] {
  const { plain, origin } = folded(text);
  const matches: Match[] = [];
  for (const { run, at, han } of runsOf(plain)) {
    const forms = han ? [] : [...new Set([run, ...partsOf(run)])].map((form) => form.toLowerCase());
    for (const [term, { han: wanted, words, beginning }] of terms.entries()) {
      if (!han) {
        const met = forms.some((form) => words?.has(form) || (beginning !== undefined && form.startsWith(beginning)));
        if (met) matches.push({ start: origin(at), end: origin(at + run.length), term });
        continue;
      }
      if (wanted === undefined) continue;
      for (let found = run.indexOf(wanted); found >= 0; found = run.indexOf(wanted, found + 1)) {
        matches.push({ start: origin(at + found), end: origin(at + found + wanted.length), term });
      }
    }
  }
  return matches.sort((one, other) => one.start - other.start);
}

function partsBetween(text: string, start: number, end: number, matches: readonly Match[]): SnippetPart[] {
  const parts: SnippetPart[] = [];
  const add = (part: string, match: boolean) => {
    const last = parts.at(-1);
    if (!part) return;
    if (last?.match === match) last.text += part;
    else parts.push({ text: part, match });
  };
  add(start > 0 ? "…" : "", false);
  let at = start;
  for (const match of matches) {
    if (match.end <= at) continue;
    add(text.slice(at, Math.max(match.start, at)), false);
    add(text.slice(Math.max(match.start, at), match.end), true);
    at = match.end;
  }
  add(text.slice(at, end) + (end < text.length ? "…" : ""), false);
  return parts;
}

const LETTER = /[\p{Script=Latin}\p{N}\p{M}]/u;

/** Some way before a match, where a word begins. */
function beginningAt(text: string, match: number): number {
  let at = match;
  for (let width = 0; at > 0 && width < LEAD; at--) width += widthOf(text.charCodeAt(at - 1));
  if (at === 0) return 0;
  while (at < match && LETTER.test(text[at - 1]) && LETTER.test(text[at])) at++;
  return isLowSurrogate(text.charCodeAt(at)) ? at - 1 : at;
}

/** As far on as a snippet reaches, where a word ends. */
function endingAt(text: string, start: number): number {
  let at = after(text, start, WIDTH);
  if (at >= text.length) return text.length;
  const furthest = at + 20;
  while (at < furthest && at < text.length && LETTER.test(text[at - 1]) && LETTER.test(text[at])) at++;
  return isLowSurrogate(text.charCodeAt(at)) ? at + 1 : at;
}

function after(text: string, start: number, width: number): number {
  let at = start;
  for (let passed = 0; at < text.length && passed < width; at++) passed += widthOf(text.charCodeAt(at));
  return at;
}

/** Chinese characters and their punctuation stand above this code. */
function widthOf(code: number): number {
  return code >= 0x2e80 ? 2 : 1;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
