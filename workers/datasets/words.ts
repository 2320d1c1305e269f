/** A word of a text: characters from `start` up to, but without, `end`, in UTF-16 units. */
export interface Word {
  start: number;
  end: number;
}

/** A Chinese character; letters and digits that stand together; any other sign. */
const WORD = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+|\S/gu;

/** The words of a text with their places: what an answer is made of. Between them is nothing but space. */
export function wordsOf(text: string): Word[] {
  return Array.from(text.matchAll(WORD), ({ index, 0: word }) => ({ start: index, end: index + word.length }));
}
