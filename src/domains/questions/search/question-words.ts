import type { Reader } from "../../../kernel/read/reader.js";
import { filedUnder, nearestTo } from "../../../kernel/search/near-words.js";
import { soughtTerms } from "../../../kernel/search/search-query.js";
import type { SoughtTerm } from "../../../kernel/search/snippet.js";
import { isEnglish } from "../../../kernel/search/words.js";

/** A word of a search that stands in no question, and those like it that are looked for in its place. */
export interface Correction {
  word: string;
  replacements: string[];
}

/** What the words of a search stand for in the bank. */
export interface UnderstoodSearch {
  corrections: Correction[];
  /** All forms of the replacements, by the word that they replace. */
  replaced: ReadonlyMap<string, readonly string[]>;
  /** What to mark in what is found. */
  terms: SoughtTerm[];
}

interface Known {
  word: string;
  /** Its forms that stand in questions: all words of its stem. */
  forms: string[];
  /** Whether a word begins with it. */
  begins: boolean;
  /** Words that may be meant by it, each with its forms. */
  near: { word: string; forms: string[] }[];
}

/** Looks the English words of a search up in those of the bank: their other forms, and what a word that is nowhere may have meant. */
export async function understand(reader: Reader, text: string): Promise<UnderstoodSearch> {
  const terms = soughtTerms(text);
  const english = terms.filter(isEnglish);
  const rows = english.length === 0 ? [] : await reader.query<Known>(LOOK_UP, [lookUps(english)]);
  const known = new Map(rows.map((row) => [row.word, row]));
  const replaced = new Map<string, string[]>();
  const corrections = terms.flatMap((term, at): Correction[] => {
    const { forms = [], begins = false, near = [] } = known.get(term) ?? {};
    const isThere = forms.length > 0 || (begins && at === terms.length - 1);
    const candidates = new Map(isThere ? [] : near.map((found) => [found.word, found.forms]));
    const replacements = nearestTo(term, [...candidates.keys()]);
    if (replacements.length === 0) return [];
    replaced.set(term, [...new Set(replacements.flatMap((word) => candidates.get(word)!))]);
    return [{ word: term, replacements }];
  });
  return {
    corrections,
    replaced,
    terms: terms.map((term, at): SoughtTerm => {
      if (/\p{Script=Han}/u.test(term)) return { han: term };
      const words = new Set(replaced.get(term) ?? [term, ...(known.get(term)?.forms ?? [])]);
      const last = at === terms.length - 1 && term.length > 1 && !replaced.has(term);
      return { words, beginning: last ? term : undefined };
    }),
  };
}

function lookUps(words: readonly string[]): string {
  return JSON.stringify(words.map((word) => ({ word, filed: filedUnder(word) })));
}

/** Most forms of a word, and most words like it, that are looked at. */
const FORMS_MAX = 50;
const NEAR_MAX = 200;

const LOOK_UP = `
  select sought.word,
    array(select w.word from question_word w where w.stem = coalesce((ts_lexize('english_stem', sought.word))[1], sought.word)
      order by w.word limit ${FORMS_MAX}) as forms,
    exists (select from question_word w where w.word >= sought.word and w.word < sought.word || '~') as begins,
    (select coalesce(json_agg(json_build_object('word', w.word, 'forms',
        array(select f.word from question_word f where f.stem = w.stem order by f.word limit ${FORMS_MAX}))), '[]')
      from (select word, stem from question_word where filed_under && sought.filed
        and abs(length(word) - length(sought.word)) <= 2 order by word limit ${NEAR_MAX}) w) as near
  from jsonb_to_recordset($1::jsonb) as sought (word text, filed text[])`;
