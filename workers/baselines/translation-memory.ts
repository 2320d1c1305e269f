import type { SentencePair } from "../datasets/sentence-pairs/generator.js";

/** A sentence that is known, and the pairs of characters in it, each once. */
interface Entry {
  translation: string;
  pairs: ReadonlySet<string>;
}

/**
 * A translator's memory: the translation of the known sentence that is most alike, by the Dice coefficient of their pairs of
 * neighbouring characters; of equally alike ones the first.
 */
export class TranslationMemory {
  private readonly entries: readonly Entry[];
  /** Entries with each pair of characters. */
  private readonly places = new Map<string, number[]>();

  constructor(known: readonly SentencePair[]) {
    this.entries = known.map(({ source, target }) => ({ translation: target, pairs: pairsOf(source) }));
    this.entries.forEach(({ pairs }, at) => {
      for (const pair of pairs) {
        const places = this.places.get(pair);
        if (places) places.push(at);
        else this.places.set(pair, [at]);
      }
    });
  }

  /** Empty where nothing at all is alike. */
  translate(source: string): string {
    const pairs = pairsOf(source);
    const shared = new Map<number, number>();
    for (const pair of pairs)
      for (const place of this.places.get(pair) ?? []) shared.set(place, (shared.get(place) ?? 0) + 1);
    let [best, highest] = ["", 0];
    for (const [place, count] of [...shared].sort(([a], [b]) => a - b)) {
      const likeness = (2 * count) / (pairs.size + this.entries[place].pairs.size);
      if (likeness > highest) [best, highest] = [this.entries[place].translation, likeness];
    }
    return best;
  }
}

/** Pairs of neighbouring characters, the sentence's edges among them. */
function pairsOf(sentence: string): Set<string> {
  const characters = ["", ...sentence, ""];
  return new Set(characters.slice(1).map((character, at) => `${characters[at]}|${character}`));
}
