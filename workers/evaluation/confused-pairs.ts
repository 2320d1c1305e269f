import type { Confusion } from "./confusion.js";

/** Rows of one class that were taken for another. */
export interface ConfusedPair {
  truth: string;
  predicted: string;
  count: number;
  /** Of all rows of the true class. */
  share: number;
}

const PAIRS = 10;

/** The pairs confused most often, at most ten; of equally many the larger share first. */
export function confusedPairs(classes: readonly string[], confusion: Confusion): ConfusedPair[] {
  const pairs = confusion.flatMap((row, t) => {
    const support = row.reduce((sum, count) => sum + count, 0);
    return row.flatMap((count, p) =>
      t === p || count === 0 ? [] : [{ truth: classes[t], predicted: classes[p], count, share: count / support }],
    );
  });
  return pairs.sort((a, b) => b.count - a.count || b.share - a.share).slice(0, PAIRS);
}
