import { ngrams, summed, total } from "./ngrams.js";
import { tokenised, type Tokeniser } from "./tokenisers.js";

const ORDERS = 4;

export interface BleuOptions {
  tokeniser: Tokeniser;
  lowercase?: boolean;
  /** What stands for the precision of an order without a match: `exp` halves it for each such order, `none` gives the score 0. */
  smoothing?: "exp" | "none";
}

/** A corpus's score, from 0 to 100, and what it is made of. */
export interface Bleu {
  bleu: number;
  /** Share of the hypotheses' runs of 1 to 4 tokens that a reference has too, in percent. */
  precisions: number[];
  /** Below 1 where hypotheses are shorter than references. */
  brevityPenalty: number;
}

/**
 * BLEU of a corpus: the geometric mean of the precisions of 1- to 4-grams, times the brevity penalty. `references[s]` are the right
 * translations of sentence s, one or several. Equal to sacrebleu 2's `corpus_bleu`.
 * Source: Papineni, Roukos, Ward and Zhu, "BLEU: a method for automatic evaluation of machine translation", ACL 2002.
 */
export function corpusBleu(
  hypotheses: readonly string[],
  references: readonly (readonly string[])[],
  options: BleuOptions,
): Bleu {
  const counted = hypotheses.map((hypothesis, s) => bleuCounts(hypothesis, references[s], options));
  return bleuOf(summed(counted), options.smoothing);
}

/** What BLEU counts in one sentence: its length, the closest reference's, then matches and n-grams of each order. */
export function bleuCounts(
  hypothesis: string,
  references: readonly string[],
  { tokeniser, lowercase }: BleuOptions,
): Float64Array {
  const cut = (sentence: string) => tokenised((lowercase ? sentence.toLowerCase() : sentence).trimEnd(), tokeniser);
  const tokens = cut(hypothesis);
  const known = references.map(cut);
  const lengths = known.map(({ length }) => length);
  const distance = (length: number) => Math.abs(length - tokens.length);
  const closest = lengths.reduce((best, length) => {
    const nearer = distance(length) - distance(best);
    return nearer < 0 || (nearer === 0 && length < best) ? length : best;
  });
  const counts = new Float64Array(2 + 2 * ORDERS);
  counts[0] = tokens.length;
  counts[1] = closest;
  for (let order = 1; order <= ORDERS; order++) {
    const guessed = ngrams(tokens, order);
    const right = known.map((reference) => ngrams(reference, order));
    let matches = 0;
    for (const [ngram, count] of guessed)
      matches += Math.min(count, Math.max(...right.map((reference) => reference.get(ngram) ?? 0)));
    counts[1 + order] = matches;
    counts[1 + ORDERS + order] = total(guessed);
  }
  return counts;
}

/** The score of what `bleuCounts` counted, summed over sentences. */
export function bleuOf(counts: Float64Array, smoothing: BleuOptions["smoothing"] = "exp"): Bleu {
  const [length, referenceLength] = counts;
  const matches = counts.subarray(2, 2 + ORDERS);
  const totals = counts.subarray(2 + ORDERS);
  const brevityPenalty = length >= referenceLength ? 1 : length > 0 ? Math.exp(1 - referenceLength / length) : 0;
  const precisions = Array<number>(ORDERS).fill(0);
  if (matches.every((count) => count === 0)) return { bleu: 0, precisions, brevityPenalty };
  let halvings = 1;
  for (let n = 0; n < ORDERS && totals[n] > 0; n++) {
    if (matches[n] > 0) precisions[n] = (100 * matches[n]) / totals[n];
    else if (smoothing === "exp") precisions[n] = 100 / ((halvings *= 2) * totals[n]);
  }
  const meanLog = precisions.reduce((sum, precision) => sum + Math.log(precision), 0) / ORDERS;
  // Rounding would let a flawless corpus score a little more.
  return { bleu: Math.min(100, brevityPenalty * Math.exp(meanLog)), precisions, brevityPenalty };
}
