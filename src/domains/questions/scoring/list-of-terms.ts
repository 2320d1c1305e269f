import { CHINESE_TIES } from "../../../kernel/search/words.js";
import type { StemOf, Stretch, Unit } from "./read-text.js";

/** What parts of sentences end at, and the entries of lists: signs, new lines, and spaces within Chinese. */
const ENDS = /[,.;:!?|/•·，。、；：！？…\n\r]+|(?<=\p{Script=Han})\s+(?=\p{Script=Han})/u;
/** Parts of sentences are longer on average than these words; a Chinese word is about two characters. */
const SHORT = 2.5;
/** Sentences hold at least so many ties among their characters, and English ones so many words like "the". */
const LEAST_TIES = { han: 0.06, words: 0.15 };
/** Answers of fewer words or characters are not judged, nor those that consist less of the points' terms. */
const JUDGED_FROM = 8;
const LEAST_DENSITY = 0.5;

/** Whether a text strings terms together: most of it is terms of key points, at `matches`, with hardly a word to tie them. */
export function isList(text: string, units: readonly Unit[], matches: readonly Stretch[], stemOf: StemOf): boolean {
  if (units.length < JUDGED_FROM) return false;
  const isTie = ({ han, form }: Unit) => (han ? CHINESE_TIES.has(form) : stemOf(form) === undefined);
  const ties = units.filter(isTie).length;
  const han = units.filter((unit) => unit.han).length;
  const words = units.length - han;
  const parts = text.split(ENDS).filter((part) => /[\p{L}\p{N}]/u.test(part)).length;
  const isTied = ties >= LEAST_TIES.han * han + LEAST_TIES.words * words;
  if (isTied && words + han / 2 >= SHORT * parts) return false;
  // A match is a word, or two characters: its ends are those of units.
  const ends = new Set(matches.flatMap(({ start, end }) => [start, end]));
  const matched = units.filter(({ start, end }) => ends.has(start) || ends.has(end));
  return matched.length >= LEAST_DENSITY * units.length;
}
