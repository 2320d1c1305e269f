/** How often each run of `order` tokens occurs. */
export function ngrams(tokens: readonly string[], order: number, between = " "): Map<string, number> {
  const counts = new Map<string, number>();
  for (let at = 0; at + order <= tokens.length; at++) {
    const ngram = tokens.slice(at, at + order).join(between);
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1);
  }
  return counts;
}

/** How many there are of both: of each the smaller count. */
export function common(some: ReadonlyMap<string, number>, others: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const [ngram, count] of some) sum += Math.min(count, others.get(ngram) ?? 0);
  return sum;
}

/** How many there are in all. */
export function total(counts: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const count of counts.values()) sum += count;
  return sum;
}

/**
 * Adds up what was counted in each sentence, place by place; with `counts` as though sentence s stood there `counts[s]` times. What a
 * corpus's score is divided from, so that a bootstrap draws sentences without cutting them anew.
 */
export function summed(sentences: readonly Float64Array[], counts?: Uint32Array): Float64Array {
  const sums = new Float64Array(sentences[0]?.length ?? 0);
  sentences.forEach((counted, s) => {
    const times = counts ? counts[s] : 1;
    if (times > 0) for (let i = 0; i < sums.length; i++) sums[i] += times * counted[i];
  });
  return sums;
}
