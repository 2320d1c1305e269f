/** Numbers of the marks that every vocabulary begins with: filler, what is unknown, a sentence's begin and its end. */
export const PAD = 0;
export const UNKNOWN = 1;
export const BEGIN = 2;
export const END = 3;
const MARKS = ["<pad>", "<unk>", "<s>", "</s>"];

/** A word with the blank before it, a digit, or any other character; together they are the whole text. */
const PIECES = /\s?\p{Script=Latin}[\p{Script=Latin}'’-]*|\s?\p{N}|\s?[^\s\p{N}]/gu;
/** A word has to come so often to be a token of its own. */
const LEAST_COUNT = 2;

/** How a language's text is cut: into characters, or into words with every digit by itself, so that numbers never seen have known tokens. */
export type Cut = "characters" | "words";

/**
 * Tokens of one language, learnt from the training part alone: its characters, and where words are cut its frequent words. A word that
 * is none of them is spelt in characters.
 */
export class Vocabulary {
  private readonly numbers: ReadonlyMap<string, number>;

  /** `tokens` in the order of their numbers. */
  constructor(
    readonly tokens: readonly string[],
    readonly cut: Cut,
  ) {
    this.numbers = new Map(tokens.map((token, number) => [token, number]));
  }

  /** Of these texts, with at most so many tokens, the most frequent first. */
  static of(texts: readonly string[], cut: Cut, most: number): Vocabulary {
    const words = new Map<string, number>();
    const characters = new Map<string, number>();
    const count = (counts: Map<string, number>, token: string) => counts.set(token, (counts.get(token) ?? 0) + 1);
    for (const text of texts)
      for (const piece of piecesOf(text, cut)) {
        if (cut === "words") count(words, piece);
        for (const character of piece) count(characters, character);
      }
    const frequent = [...words].filter(([word, times]) => times >= LEAST_COUNT && [...word].length > 1);
    const single = [...characters].sort(byCount);
    const tokens = [...single, ...frequent.sort(byCount)].map(([token]) => token);
    return new Vocabulary([...MARKS, ...tokens.slice(0, most - MARKS.length)], cut);
  }

  get size(): number {
    return this.tokens.length;
  }

  /** Numbers of a text's tokens. */
  encode(text: string): number[] {
    const number = (token: string) => this.numbers.get(token);
    return piecesOf(text, this.cut).flatMap((piece) => {
      const whole = number(piece);
      return whole === undefined ? [...piece].map((character) => number(character) ?? UNKNOWN) : [whole];
    });
  }

  /** The text of tokens, without marks. */
  decode(numbers: Iterable<number>): string {
    return [...numbers]
      .map((number) => (number < MARKS.length ? (number === UNKNOWN ? "�" : "") : this.tokens[number]))
      .join("");
  }
}

function piecesOf(text: string, cut: Cut): string[] {
  return cut === "characters" ? [...text] : (text.match(PIECES) ?? []);
}

/** Frequent ones first; of two alike, by their code. */
function byCount([a, timesOfA]: [string, number], [b, timesOfB]: [string, number]): number {
  return timesOfB - timesOfA || (a < b ? -1 : 1);
}
