/** Numbers of what is no word of its own: the room after a text's end, and words that the vocabulary lacks. */
export const [PADDING, UNKNOWN] = [0, 1];
/** The first number of a word. */
const FIRST_WORD = 2;

/** What a token is, for whoever tokenises elsewhere: a Chinese character; a word of other letters, with an apostrophe within; a number; any other sign. */
export const TOKEN = /\p{Script=Han}|[^\P{L}\p{Script=Han}]+(?:['’][^\P{L}\p{Script=Han}]+)*|\p{N}+|[^\s\p{L}\p{N}]/gu;
const NUMBER = /^\p{N}/u;

/**
 * The tokens of a text: Chinese characters one by one, other words whole and in lower case, signs alone. All numbers are one token,
 * `0`: that there is a number says more than which.
 */
export function tokensOf(text: string): string[] {
  return (text.match(TOKEN) ?? []).map((token) => (NUMBER.test(token) ? "0" : token.toLowerCase()));
}

/** The words that a model knows, by number. */
export class Vocabulary {
  /** By number, from 0: padding, the unknown word, then the known ones. */
  readonly words: readonly string[];
  private readonly numbers: ReadonlyMap<string, number>;

  constructor(readonly known: readonly string[]) {
    this.words = ["<pad>", "<unk>", ...known];
    this.numbers = new Map(known.map((word, at) => [word, at + FIRST_WORD]));
  }

  /**
   * The words that stand in at least `least` of these texts, the commonest first and at most `most` of them. Give it the training
   * part alone.
   */
  static of(texts: readonly (readonly string[])[], { most, least }: { most: number; least: number }): Vocabulary {
    const counts = new Map<string, number>();
    for (const tokens of texts) for (const token of new Set(tokens)) counts.set(token, (counts.get(token) ?? 0) + 1);
    const known = [...counts].filter(([, count]) => count >= least);
    known.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    return new Vocabulary(known.slice(0, most).map(([word]) => word));
  }

  /** How many numbers there are. */
  get size(): number {
    return this.words.length;
  }

  /** Numbers of these tokens. */
  encode(tokens: readonly string[]): Int32Array {
    return Int32Array.from(tokens, (token) => this.numbers.get(token) ?? UNKNOWN);
  }
}
