import { common, ngrams, summed, total } from "./ngrams.js";
import { words } from "./tokenisers.js";

const CHARACTERS = 6;
/** Recall counts so many times as much as precision. */
const BETA = 2;
const PUNCTUATION = new Set("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

export interface ChrfOptions {
  /** Runs of so many words count too; 2 makes it chrF++. None unless said. */
  wordOrders?: number;
}

/**
 * chrF2 of a corpus, from 0 to 100: the F-score of runs of 1 to 6 characters, spaces aside. `references[s]` are the right translations of
 * sentence s; of several the best counts. Equal to sacrebleu 2's `corpus_chrf`.
 * Source: Popović, "chrF: character n-gram F-score for automatic MT evaluation", WMT 2015; "chrF++: words helping character
 * n-grams", WMT 2017.
 */
export function corpusChrf(
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
  options: ChrfOptions = {},
): number {
  return chrfOf(summed(hypotheses.map((hypothesis, s) => chrfCounts(hypothesis, references[s], options))));
}

/** What chrF counts in one sentence against its best reference: n-grams of the hypothesis, of the reference, and of both, by order. */
export function chrfCounts(
  hypothesis: string,
  references: readonly string[],
  { wordOrders = 0 }: ChrfOptions = {},
): Float64Array {
  const guessed = allNgrams(hypothesis, wordOrders);
  const counted = references.map((reference) => {
    const right = allNgrams(reference, wordOrders);
    // Orders that a reference is too short for do not count.
    return Float64Array.from(
      guessed.flatMap((ngram, order) => {
        const known = right[order];
        return [known.size > 0 ? total(ngram) : 0, total(known), common(ngram, known)];
      }),
    );
  });
  return counted.reduce((best, counts) => (chrfOf(counts) > chrfOf(best) ? counts : best));
}

/** The score of what `chrfCounts` counted, of one sentence or summed over several. */
export function chrfOf(counts: Float64Array): number {
  let [precision, recall, orders] = [0, 0, 0];
  for (let at = 0; at < counts.length; at += 3) {
    const [guessed, known, both] = counts.subarray(at, at + 3);
    if (guessed === 0 || known === 0) continue;
    precision += both / guessed;
    recall += both / known;
    orders++;
  }
  if (precision + recall === 0) return 0;
  return (100 * (1 + BETA ** 2) * precision * recall) / (BETA ** 2 * precision + recall) / orders;
}

function allNgrams(sentence: string, wordOrders: number): Map<string, number>[] {
  const characters = Array.from(sentence.replaceAll(/\s+/g, ""));
  const separate = words(sentence).flatMap(withoutPunctuation);
  return [
    ...Array.from({ length: CHARACTERS }, (_, n) => ngrams(characters, n + 1, "")),
    ...Array.from({ length: wordOrders }, (_, n) => ngrams(separate, n + 1)),
  ];
}

/** Cuts one sign of punctuation off a word, from its end or else from its start, as sacrebleu does. */
function withoutPunctuation(word: string): string[] {
  const signs = Array.from(word);
  if (signs.length === 1) return [word];
  if (PUNCTUATION.has(signs.at(-1)!)) return [signs.slice(0, -1).join(""), signs.at(-1)!];
  return PUNCTUATION.has(signs[0]) ? [signs[0], signs.slice(1).join("")] : [word];
}
