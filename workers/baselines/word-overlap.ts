import { wordsOf } from "../datasets/words.js";

/** What ends a sentence. */
const SENTENCE = /[^.!?。！？]+(?:\.(?=\d)[^.!?。！？]*)*[.!?。！？]?/gu;

/**
 * Answers without learning: the sentence that has most of the question's words, and of it the longest run of words that the question
 * does not have; signs count as no words. Never empty unless the passage is. In the spirit of Richardson et al.'s sliding window, "MCTest", EMNLP 2013.
 */
export function answerByOverlap(question: string, passage: string): string {
  const asked = new Set(lowered(question));
  let best = { sentence: "", shared: -1 };
  for (const [sentence] of passage.matchAll(SENTENCE)) {
    const shared = new Set(lowered(sentence).filter((word) => asked.has(word))).size;
    if (shared > best.shared) best = { sentence, shared };
  }
  return longestUnasked(best.sentence, asked);
}

function lowered(text: string): string[] {
  return wordsOf(text)
    .map(({ start, end }) => text.slice(start, end).toLowerCase())
    .filter((word) => /[\p{L}\p{N}]/u.test(word));
}

function longestUnasked(sentence: string, asked: ReadonlySet<string>): string {
  let [best, run] = ["", undefined as number | undefined];
  for (const { start, end } of wordsOf(sentence)) {
    const word = sentence.slice(start, end).toLowerCase();
    if (asked.has(word) || !/[\p{L}\p{N}$.,]/u.test(word)) run = undefined;
    else {
      run ??= start;
      if (end - run > best.length) best = sentence.slice(run, end);
    }
  }
  return best.replace(/[.,]+$/, "");
}
