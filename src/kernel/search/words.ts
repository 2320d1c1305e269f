/** One thing that a text can be found by, and where it stands: words count from 1, parts of a word share its place. */
export interface Word {
  text: string;
  place: number;
  /** Letters a to z alone: English knows its stem. */
  english: boolean;
}

/** Longer words are cut: PostgreSQL takes no lexeme above 2 kB, and nobody looks for one. */
const WORD_MAX = 60;

/** Runs of Chinese characters, and of other letters and digits; a decimal point belongs to its number. */
const RUNS = /(\p{Script=Han}+)|(?:(?!\p{Script=Han})[\p{L}\p{M}\p{N}])+(?:\.\p{N}+)*/gu;
/** Where a compound name may be taken apart: learningRate, HTTPServer. */
const SEAMS = /(?<=[\p{Ll}\p{N}])(?=\p{Lu})|(?<=\p{Lu})(?=\p{Lu}\p{Ll})/u;
/** Chinese particles that stand alone and say nothing about what is looked for. */
const PARTICLES = new Set("的了和与及或在是之");

const chinese = new Intl.Segmenter("zh", { granularity: "word" });

/** One form for what looks the same: full-width and half-width, accented and plain, without what nobody sees. The case stays. */
export function plainForm(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]|\p{Cf}/gu, "")
    .normalize("NFKC");
}

/** Runs of Chinese characters and of other letters and digits, with their offset, in a text in its plain form. */
export function* runsOf(plain: string): Generator<{ run: string; at: number; han: boolean }> {
  for (const { 0: run, 1: han, index } of plain.matchAll(RUNS)) yield { run, at: index, han: han !== undefined };
}

/**
 * What a text can be found by. Of Chinese that is every pair of neighbours, and the last character alone: a word is found
 * whatever its neighbours make of it, and a single character as the beginning of a pair. Compound names stand whole and in
 * parts. All in small letters.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let place = 0;
  for (const { run, han } of runsOf(plainForm(text))) {
    if (!han) {
      place += 1;
      for (const part of new Set([run, ...partsOf(run)])) words.push(wordAt(part, place));
      continue;
    }
    const characters = [...run];
    for (let at = 0; at < characters.length; at++) {
      words.push({ text: characters[at] + (characters[at + 1] ?? ""), place: place + at + 1, english: false });
    }
    place += characters.length;
  }
  return words;
}

/**
 * The words that somebody looks for, in order, compound names in their parts. Chinese is cut by the Unicode segmenter (ICU's
 * dictionary), the longer ones as the pairs of neighbours in them, so that they need not be cut the same way in a text.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const { run, han } of runsOf(plainForm(text))) {
    if (!han) {
      terms.push(...partsOf(run).map(cut));
      continue;
    }
    for (const { segment } of chinese.segment(run)) {
      const characters = [...segment];
      if (characters.length === 1 && !PARTICLES.has(segment)) terms.push(segment);
      for (let at = 0; at + 1 < characters.length; at++) terms.push(characters.slice(at, at + 2).join(""));
    }
  }
  return [...new Set(terms)];
}

/** True for a word that English has a stem for. */
export function isEnglish(word: string): boolean {
  return /^[a-z]+$/.test(word);
}

/** The parts of a compound name, or the one that there is. */
export function partsOf(run: string): string[] {
  return run.includes(".") ? [run] : run.split(SEAMS);
}

function wordAt(text: string, place: number): Word {
  const word = cut(text);
  return { text: word, place, english: isEnglish(word) };
}

function cut(word: string): string {
  return word.toLowerCase().slice(0, WORD_MAX);
}
