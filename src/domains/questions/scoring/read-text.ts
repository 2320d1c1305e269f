import { chinesePairs, folded, partsOf, runsOf } from "../../../kernel/search/words.js";

/** A Chinese character, or a word of another script in small letters, and where it stands; offsets in UTF-16. */
export interface Unit {
  form: string;
  start: number;
  end: number;
  han: boolean;
  /** Of a Chinese character: whether another one follows at once. */
  joined: boolean;
}

/** A stretch of a text; offsets in UTF-16, the end not included. */
export interface Stretch {
  start: number;
  end: number;
}

/** What a word counts as: words of one stem are one. Undefined for those that say nothing, such as "the". */
export type StemOf = (word: string) => string | undefined;

/** A text taken apart in order. Compound names are taken apart; what nobody sees, such as zero-width spaces, is left out. */
export function unitsOf(text: string): Unit[] {
  const { plain, origin } = folded(text);
  const units: Unit[] = [];
  for (const { run, at, han } of runsOf(plain)) {
    const parts = han ? [...run] : partsOf(run);
    let offset = at;
    for (const [index, part] of parts.entries()) {
      const end = offset + part.length;
      const joined = han && index + 1 < parts.length;
      units.push({ form: part.toLowerCase(), start: origin(offset), end: origin(end), han, joined });
      offset = end;
    }
  }
  return units;
}

/** The terms of a text, each once, in order: words by their stems, Chinese as pairs of characters within words. */
export function keyTermsOf(text: string, stemOf: StemOf): Map<string, string> {
  const terms = new Map<string, string>();
  for (const { run, han } of runsOf(folded(text).plain)) {
    const found = han ? chinesePairs(run) : partsOf(run).map((part) => part.toLowerCase());
    for (const form of found) {
      const term = han ? form : stemOf(form);
      if (term !== undefined && !terms.has(term)) terms.set(term, form);
    }
  }
  return terms;
}

/** Where each term stands in a text: every pair of neighbouring characters counts, whatever words they belong to. */
export function placesOf(units: readonly Unit[], stemOf: StemOf): Map<string, Stretch[]> {
  const places = new Map<string, Stretch[]>();
  for (const [at, { form, start, end, han, joined }] of units.entries()) {
    const next = joined ? units[at + 1] : undefined;
    const term = han ? next && form + next.form : stemOf(form);
    if (term === undefined) continue;
    const found = places.get(term) ?? [];
    found.push({ start, end: next?.end ?? end });
    places.set(term, found);
  }
  return places;
}

/** So many words or characters in the order of a source are taken for a copy of it. */
const COPIED_FROM = 16;

/** Which units of a text stand in the sources as they stand here, sixteen and more in a row. */
export function copiedFrom(units: readonly Unit[], sources: readonly string[]): boolean[] {
  const known = new Set(sources.flatMap((source) => sequencesOf(unitsOf(source))));
  const copied = units.map(() => false);
  for (const [at, sequence] of sequencesOf(units).entries()) {
    if (known.has(sequence)) copied.fill(true, at, at + COPIED_FROM);
  }
  return copied;
}

function sequencesOf(units: readonly Unit[]): string[] {
  const count = Math.max(0, units.length - COPIED_FROM + 1);
  return Array.from({ length: count }, (_, at) =>
    units
      .slice(at, at + COPIED_FROM)
      .map(({ form }) => form)
      .join(" "),
  );
}
