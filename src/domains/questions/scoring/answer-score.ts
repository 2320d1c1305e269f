import type { Locale, Localized } from "../../../kernel/localized.js";
import type { KeyPoint } from "../question.specs.js";
import { isList } from "./list-of-terms.js";
import { copiedFrom, keyTermsOf, placesOf, unitsOf, type StemOf, type Stretch, type Unit } from "./read-text.js";

/** How far an answer goes into a key point. */
export enum Coverage {
  COVERED = "COVERED",
  PARTLY = "PARTLY",
  MISSED = "MISSED",
}

/** The least share of a point's weight that an answer must hold. */
export const THRESHOLDS = { covered: 0.4, partly: 0.25 };

/** What an answer is held against. */
export interface Rubric {
  title: Localized;
  keyPoints: KeyPoint[];
  /** The statement of a coding problem. */
  statement: Localized | null;
}

/** What is known of words. */
export interface Vocabulary {
  stemOf: StemOf;
  /** How much a term says: more than 0, the more the fewer questions hold it. */
  weightOf(term: string): number;
}

/** A term of a key point. */
export interface PointTerm {
  /** As it stands in the point; words count in all their forms. */
  term: string;
  weight: number;
  found: boolean;
}

/** How far an answer goes into one key point. */
export interface PointScore {
  keyPoint: KeyPoint;
  coverage: Coverage;
  /** Of the weight of its terms, 0 to 1. */
  share: number;
  /** The language in which more of it was found. */
  locale: Locale;
  terms: PointTerm[];
  /** Where its terms stand in the answer, in order, apart from each other. */
  matches: Stretch[];
}

/** How an answer does against the key points of its question. */
export interface AnswerScore {
  /** 0 to 1: the mean over the points, a covered one counting 1, one partly covered 0.5. */
  score: number;
  points: PointScore[];
  /** What was copied out of the question and counts for nothing. */
  copied: Stretch[];
  /** Whether it strings terms together rather than say something about them. */
  listOfTerms: boolean;
}

/** Most terms of a point that count, in each language: the first. */
const TERMS_MAX = 40;
/** Most places of a term that are shown. */
const PLACES_MAX = 5;
const WORTH: Record<Coverage, number> = { COVERED: 1, PARTLY: 0.5, MISSED: 0 };

/**
 * Holds an answer against each key point in both languages, and takes the one that shows more. It compares words: it does not
 * understand what is said of them, so a wrong or negated sentence counts like a right one. Words of the question's title never
 * count, nor does what is copied out of its text.
 */
export function scoreOf(text: string, rubric: Rubric, vocabulary: Vocabulary): AnswerScore {
  const { stemOf } = vocabulary;
  const all = unitsOf(text);
  const isCopied = copiedFrom(all, questionTexts(rubric));
  const units = all.filter((_, at) => !isCopied[at]);
  const places = placesOf(units, stemOf);
  const ofTitle = new Set(
    [rubric.title.zh, rubric.title.en].flatMap((title) => [...placesOf(unitsOf(title), stemOf).keys()]),
  );
  const locales: Locale[] = languageOf(units) === "zh" ? ["zh", "en"] : ["en", "zh"];
  const sought = new Set<string>();

  const points = rubric.keyPoints.map((keyPoint) => {
    const [first, second] = locales.map((locale) => {
      const own = [...keyTermsOf(keyPoint[locale], stemOf)].filter(([term]) => !ofTitle.has(term)).slice(0, TERMS_MAX);
      for (const [term] of own) sought.add(term);
      return { keyPoint, locale, ...comparison(own, places, vocabulary) };
    });
    return second.share > first.share ? second : first;
  });
  const worth = points.reduce((sum, { coverage }) => sum + WORTH[coverage], 0);
  const matches = [...sought].flatMap((term) => places.get(term) ?? []);
  return {
    score: points.length === 0 ? 0 : worth / points.length,
    points,
    copied: stretchesOf(all, isCopied),
    listOfTerms: isList(text, all, matches, stemOf),
  };
}

/** All words of a text and of what it is held against, and those of key points apart: what a vocabulary has to know. */
export function wordsToKnow(text: string, { title, keyPoints }: Rubric): { words: string[]; ofPoints: Set<string> } {
  const formsIn = (source: string) => [...keyTermsOf(source, (word) => word).keys()];
  const ofPoints = new Set(keyPoints.flatMap(({ zh, en }) => [...formsIn(zh), ...formsIn(en)]));
  const written = unitsOf(text).flatMap(({ han, form }) => (han ? [] : [form]));
  return { words: [...new Set([...ofPoints, ...formsIn(title.zh), ...formsIn(title.en), ...written])], ofPoints };
}

function questionTexts({ title, statement }: Rubric): string[] {
  return [title, ...(statement ? [statement] : [])].flatMap(({ zh, en }) => [zh, en]);
}

/** The language that more of a text is in: a Chinese word is about two characters. */
function languageOf(units: readonly Unit[]): Locale {
  const han = units.filter((unit) => unit.han).length;
  return han / 2 > units.length - han ? "zh" : "en";
}

function comparison(
  own: [term: string, form: string][],
  places: ReadonlyMap<string, Stretch[]>,
  { weightOf }: Vocabulary,
): Omit<PointScore, "keyPoint" | "locale"> {
  const terms = own.map(([term, form]) => ({ term: form, weight: weightOf(term), found: places.has(term) }));
  const share = weightIn(terms.filter(({ found }) => found)) / (weightIn(terms) || 1);
  const matches = merged(own.flatMap(([term]) => (places.get(term) ?? []).slice(0, PLACES_MAX)));
  return { coverage: coverageOf(share), share, terms, matches };
}

function coverageOf(share: number): Coverage {
  if (share >= THRESHOLDS.covered) return Coverage.COVERED;
  return share >= THRESHOLDS.partly ? Coverage.PARTLY : Coverage.MISSED;
}

function weightIn(terms: readonly PointTerm[]): number {
  return terms.reduce((sum, { weight }) => sum + weight, 0);
}

/** The stretches that the chosen units stand in, from the first of neighbours to the last. */
function stretchesOf(units: readonly Unit[], chosen: readonly boolean[]): Stretch[] {
  const result: Stretch[] = [];
  for (const [at, { start, end }] of units.entries()) {
    if (!chosen[at]) continue;
    if (chosen[at - 1]) result[result.length - 1].end = end;
    else result.push({ start, end });
  }
  return result;
}

/** Stretches that touch become one. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const { start, end } of [...stretches].sort((one, other) => one.start - other.start)) {
    const last = result.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else result.push({ start, end });
  }
  return result;
}
