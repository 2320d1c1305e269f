import { wordsOf } from "./words.js";

/** How much a match counts, A most: PostgreSQL's weights. */
export type Weight = "A" | "B" | "C" | "D";

/** What an object can be found by: texts under their weights, and marks, such as whose it is, that no text can hold. */
export interface Searchable {
  texts: Partial<Record<Weight, readonly (string | null | undefined)[]>>;
  marks: readonly string[];
}

/** A searchable object, ready to be stored: values for `documentSql`. */
export interface SearchDocument {
  /** A tsvector literal: every word as it stands. */
  exact: string;
  /** English words by weight, whose stems PostgreSQL adds. */
  english: Record<Weight, string>;
}

const WEIGHTS: readonly Weight[] = ["A", "B", "C", "D"];
/** Longest text that is looked at, in characters, and the most places of a word: PostgreSQL keeps no more of a tsvector. */
const TEXT_MAX = 20_000;
const PLACE_MAX = 16_383;
const PLACES_MAX = 255;

/** Cuts the texts of an object into words. */
export function searchDocument({ texts, marks }: Searchable): SearchDocument {
  const places = new Map<string, string[]>(marks.map((mark) => [markWord(mark), []]));
  const english: Record<Weight, string> = { A: "", B: "", C: "", D: "" };
  let before = 0;
  for (const weight of WEIGHTS) {
    const stems: string[] = [];
    for (const text of texts[weight] ?? []) {
      let last = 0;
      for (const { text: word, place, english } of wordsOf((text ?? "").slice(0, TEXT_MAX))) {
        last = place;
        const found = places.get(word) ?? [];
        if (found.length < PLACES_MAX) found.push(`${Math.min(before + place, PLACE_MAX)}${weight}`);
        places.set(word, found);
        if (english) stems.push(word);
      }
      before += last;
    }
    english[weight] = stems.join(" ");
  }
  const exact = [...places].map(([word, at]) => (at.length > 0 ? `${quoted(word)}:${at.join(",")}` : quoted(word)));
  return { exact: exact.join(" "), english };
}

/** The tsvector of a document, over the SQL of its values. */
export function documentSql(exact: string, english: Record<Weight, string>): string {
  const stems = WEIGHTS.map((weight) => `setweight(to_tsvector('english', ${english[weight]}), '${weight}')`);
  return [`${exact}::tsvector`, ...stems].join(" || ");
}

/** A mark as a lexeme: its first character stands in no word. */
export function markWord(mark: string): string {
  return `@${mark}`;
}

/** A lexeme as tsvector and tsquery literals want it. */
export function quoted(word: string): string {
  return `'${word.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`;
}
