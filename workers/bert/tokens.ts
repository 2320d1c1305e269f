import type { Tokens } from "./model.js";
import type { SpecialTokens } from "../../src/domains/training/checkpoints/bert-tokenizer.js";

/** A text, or two, as a network reads it: [CLS] first [SEP], or [CLS] first [SEP] second [SEP]. */
export interface Input {
  ids: Int32Array;
  /** Where the second text begins; its length where there is none. */
  second: number;
}

/** Joins pieces to an input of at most `most` tokens: what is too long of a text alone is cut off at its end. */
export function single(pieces: readonly number[], { cls, sep }: SpecialTokens, most: number): Input {
  const ids = Int32Array.of(cls, ...pieces.slice(0, most - 2), sep);
  return { ids, second: ids.length };
}

/** Joins two texts' pieces, which are short enough already. */
export function pair(first: readonly number[], second: readonly number[], { cls, sep }: SpecialTokens): Input {
  return { ids: Int32Array.of(cls, ...first, sep, ...second, sep), second: first.length + 2 };
}

/** Inputs side by side, filled up to the longest of them. */
export function sideBySide(inputs: readonly Input[], { pad }: SpecialTokens): Tokens {
  const rows = inputs.length;
  const length = Math.max(...inputs.map(({ ids }) => ids.length));
  const ids = new Int32Array(rows * length).fill(pad);
  const types = new Int32Array(rows * length);
  const mask = new Float32Array(rows * length);
  inputs.forEach((input, row) => {
    const [from, end] = [row * length, row * length + input.ids.length];
    ids.set(input.ids, from);
    types.fill(1, from + input.second, end);
    mask.fill(1, from, end);
  });
  return { ids, types, mask, rows };
}
