import { common, ngrams } from "./ngrams.js";
import { words } from "./tokenisers.js";

/** Whose rules an answer is compared by. */
export type AnswerLanguage = "en" | "zh";

/**
 * Whether an answer is one of the right ones. English as in SQuAD's official script 2.0: case, punctuation, the articles and the width of
 * spaces do not count. Chinese as in CMRC 2018's: case and punctuation do not count. Without right answers, an empty answer is right.
 * Sources: Rajpurkar, Jia and Liang, "Know What You Don't Know", ACL 2018; Cui et al., "A Span-Extraction Dataset for Chinese Machine
 * Reading Comprehension", EMNLP 2019.
 */
export function exactMatch(answer: string, references: readonly string[], language: AnswerLanguage): boolean {
  const normalised = language === "en" ? normalisedEnglish : normalisedChinese;
  return known(references).some((reference) => normalised(reference) === normalised(answer));
}

/**
 * How much an answer and the right one share, from 0 to 1; of several right ones the best counts. English: F1 of the words that both have,
 * in whatever order. Chinese: F1 of the longest run of characters that both have, where words of other scripts count as one character.
 */
export function tokenF1(answer: string, references: readonly string[], language: AnswerLanguage): number {
  const of = language === "en" ? sharedWords : sharedRun;
  return Math.max(...known(references).map((reference) => of(reference, answer)));
}

function known(references: readonly string[]): readonly string[] {
  return references.length === 0 ? [""] : references;
}

const ENGLISH_PUNCTUATION = /[!-/:-@[-`{-~]/g;
const ARTICLES = /(?<![\p{L}\p{N}_])(a|an|the)(?![\p{L}\p{N}_])/gu;

function normalisedEnglish(answer: string): string {
  return words(answer.toLowerCase().replaceAll(ENGLISH_PUNCTUATION, "").replaceAll(ARTICLES, " ")).join(" ");
}

function sharedWords(reference: string, answer: string): number {
  const [right, given] = [words(normalisedEnglish(reference)), words(normalisedEnglish(answer))];
  if (right.length === 0 || given.length === 0) return Number(right.length === given.length);
  return f1(common(ngrams(right, 1), ngrams(given, 1)), right.length, given.length);
}

const CHINESE_PUNCTUATION = /[-:_*^/\\~`+=，。：？！“”；’《》·、「」（）－～『』]/g;

function normalisedChinese(answer: string): string {
  return answer.toLowerCase().trim().replaceAll(CHINESE_PUNCTUATION, "");
}

/** Chinese characters one by one; of other scripts words, numbers and signs. */
const SEGMENTS = /[\u4e00-\u9fa5]|\p{N}+(?:[.,]\p{N}+)*|[^\s\u4e00-\u9fa5\p{P}\p{S}]+|[\p{P}\p{S}]/gu;

function sharedRun(reference: string, answer: string): number {
  const [right, given] = [reference, answer].map((text) => normalisedChinese(text).match(SEGMENTS) ?? []);
  if (right.length === 0 || given.length === 0) return Number(right.length === given.length);
  return f1(longestCommonRun(right, given), right.length, given.length);
}

function longestCommonRun(some: readonly string[], others: readonly string[]): number {
  let longest = 0;
  let before = new Uint32Array(others.length + 1);
  for (const segment of some) {
    const runs = new Uint32Array(others.length + 1);
    others.forEach((other, at) => {
      if (other === segment) longest = Math.max(longest, (runs[at + 1] = before[at] + 1));
    });
    before = runs;
  }
  return longest;
}

function f1(both: number, right: number, given: number): number {
  return (2 * both) / (right + given);
}
