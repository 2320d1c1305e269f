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

/** One form for what looks the same: full-width and half-width, accented and plain. The case stays. */
export function plainForm(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .normalize("NFKC");
}

/**
 * What a text can be found by. Chinese is cut into words by the Unicode segmenter (ICU's dictionary), and beside them
 * stands every pair of neighbours and the last character alone: a word is found whatever its neighbours made of it, and
 * a single character as the beginning of something. Compound names stand whole and in parts. All in small letters.
 */
export function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let place = 0;
  for (const [run, han] of plainForm(text).matchAll(RUNS)) {
    if (!han) {
      place += 1;
      for (const part of new Set([run, ...partsOf(run)])) words.push(wordAt(part, place));
      continue;
    }
    for (const { segment, index } of chinese.segment(run)) {
      if ([...segment].length > 2) words.push(wordAt(segment, place + lengthOf(run.slice(0, index)) + 1));
    }
    const characters = [...run];
    for (let at = 0; at < characters.length; at++) {
      words.push(wordAt(characters.slice(at, at + 2).join(""), place + at + 1));
    }
    place += characters.length;
  }
  return words;
}

/**
 * The words that somebody looks for, in order, compound names in their parts. Of Chinese these are the segmenter's words,
 * the longer ones as the pairs of neighbours in them, so that they need not be cut the same way in a text.
 */
export function termsOf(text: string): string[] {
  const terms: string[] = [];
  for (const [run, han] of plainForm(text).matchAll(RUNS)) {
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

function partsOf(run: string): string[] {
  return run.includes(".") ? [run] : run.split(SEAMS);
}

function wordAt(text: string, place: number): Word {
  const word = cut(text);
  return { text: word, place, english: isEnglish(word) };
}

function cut(word: string): string {
  return word.toLowerCase().slice(0, WORD_MAX);
}

function lengthOf(text: string): number {
  return [...text].length;
}
