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
/** Characters that Chinese sentences are held together by: alone, or in words that say nothing by themselves. */
export const CHINESE_TIES = new Set(
  "的了和与及或在是之把被对为而也都就不有等以将从让使要会能可其这那并由则再先后到得地着过又且即才既时中上里每各只很更最已于所",
);
/** Chinese words that say as little as "the" does. */
const CHINESE_STOP_WORDS = new Set(
  "一个 一种 一些 可以 可能 需要 必须 应该 才能 能够 即可 即使 不能 不会 不是 不了 无法 没有 就是 都要 也要 既要 还要 通过 经过 根据 因此 因为 所以 如果 但是 而且 以及 或者 还是 之后 之前 之上 之间 任何 自己 这些 那些 这样 如何 什么 怎样 哪些 为了 由于 对于 关于 其中 并且 已经 仍然 依然".split(
    " ",
  ),
);

const chinese = new Intl.Segmenter("zh", { granularity: "word" });

/** One form for what looks the same: full-width and half-width, accented and plain, without what nobody sees. The case stays. */
export function plainForm(text: string): string {
  return text
    .normalize("NFKD")
    .replaceAll(/[\u0300-\u036f]|\p{Cf}/gu, "")
    .normalize("NFKC");
}

/** The text in its plain form, and where each of its characters stood before; offsets in UTF-16. */
export function folded(text: string): { plain: string; origin: (at: number) => number } {
  const whole = plainForm(text);
  if (whole.length === text.length) return { plain: whole, origin: (at) => at };
  let plain = "";
  const origins: number[] = [];
  let offset = 0;
  for (const character of text) {
    const form = plainForm(character);
    for (let at = 0; at < form.length; at++) origins.push(offset);
    plain += form;
    offset += character.length;
  }
  return { plain, origin: (at) => origins[at] ?? text.length };
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

/**
 * The pairs of neighbours within the words of a run of Chinese characters that say something. Characters that the dictionary
 * leaves alone, as in terms of art that it does not have, count as a word together.
 */
export function chinesePairs(run: string): string[] {
  const words: string[] = [];
  let joins = false;
  for (const { segment } of chinese.segment(run)) {
    const alone = [...segment].length === 1 && !CHINESE_TIES.has(segment);
    if (alone && joins) words[words.length - 1] += segment;
    else if (!CHINESE_STOP_WORDS.has(segment)) words.push(segment);
    joins = alone;
  }
  return words.flatMap((word) => {
    const characters = [...word];
    return characters.slice(1).map((character, at) => characters[at] + character);
  });
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
