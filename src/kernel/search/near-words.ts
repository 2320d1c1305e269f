/** Shorter words have too many neighbours to guess among; in longer ones two slips are forgiven. */
const GUESSED_FROM = 4;
const TWO_SLIPS_FROM = 8;
const GUESSED_TO = 24;
/** Most words that are looked for in place of one that is nowhere. */
const NEAR_MAX = 5;

/**
 * What a word is filed under so that slips of the keys find it: itself, and itself with a letter left out, of a longer word
 * with two. Words that differ by letters more, less, other or swapped share one of them (symmetric deletion, after W. Garbe's
 * SymSpell), so an index over sets of texts finds the neighbours of a word among many thousands without any extension.
 */
export function filedUnder(word: string): string[] {
  if (word.length < GUESSED_FROM || word.length > GUESSED_TO) return [word];
  const shorter = lessOne([word]);
  return [...new Set([word, ...shorter, ...(word.length < TWO_SLIPS_FROM ? [] : lessOne(shorter))])];
}

function lessOne(words: readonly string[]): string[] {
  return words.flatMap((word) => [...word].map((_, at) => word.slice(0, at) + word.slice(at + 1)));
}

/**
 * The candidates that are fewest slips away from a word, at most five, by name: none of a short word, at most one slip away
 * from one of up to seven letters, at most two from a longer one.
 */
export function nearestTo(word: string, candidates: readonly string[]): string[] {
  if (word.length < GUESSED_FROM) return [];
  const most = word.length < TWO_SLIPS_FROM ? 1 : 2;
  const ranked = candidates.map((candidate) => ({ candidate, slips: slipsBetween(word, candidate) }));
  const fewest = Math.min(...ranked.map(({ slips }) => slips));
  if (fewest > most) return [];
  return ranked
    .filter(({ slips }) => slips === fewest)
    .map(({ candidate }) => candidate)
    .sort()
    .slice(0, NEAR_MAX);
}

/** Letters left out, put in, mistaken or swapped with a neighbour on the way from one word to the other (optimal string alignment). */
export function slipsBetween(one: string, other: string): number {
  let before: number[] = [];
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 1; i <= one.length; i++) {
    const next = [i];
    for (let j = 1; j <= other.length; j++) {
      const mistaken = row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1);
      next[j] = Math.min(mistaken, row[j] + 1, next[j - 1] + 1);
      const swapped = i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      if (swapped) next[j] = Math.min(next[j], before[j - 2] + 1);
    }
    [before, row] = [row, next];
  }
  return row[other.length];
}
