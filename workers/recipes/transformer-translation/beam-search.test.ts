import { expect, test } from "@jest/globals";
import { beamSearch, type BeamSearch, lengthPenalty } from "./beam-search.js";

const [BEGIN, END, A, B, C] = [0, 1, 2, 3, 4];

/** A model that knows the probabilities of the next token by what is written so far; the rest is spread over nothing. */
async function searched(
  next: (written: number[]) => Partial<Record<number, number>>,
  options: Partial<BeamSearch> = {},
) {
  const beam = options.beam ?? 1;
  const sentences = options.sentences ?? 1;
  let written: number[][] = Array.from({ length: sentences * beam }, () => []);
  const found = await beamSearch({
    sentences,
    beam,
    lengthPenalty: 0,
    most: 10,
    tokens: 5,
    begin: BEGIN,
    end: END,
    never: [BEGIN],
    next: (last, parents) => {
      written = Array.from(last, (token, row) => [...written[parents[row]], token]);
      const logs = written.flatMap((tokens) => {
        const known = next(tokens.slice(1));
        return Array.from({ length: 5 }, (_, token) => Math.log(known[token] ?? 1e-9));
      });
      return Promise.resolve(Float32Array.from(logs));
    },
    ...options,
  });
  return found.map(({ tokens }) => tokens);
}

/** The first token that is likelier leads to unlikely ends. */
const trap = (written: number[]): Partial<Record<number, number>> => {
  if (written.length === 0) return { [A]: 0.6, [B]: 0.4 };
  if (written.length === 1) return written[0] === A ? { [A]: 0.3, [B]: 0.3, [C]: 0.4 } : { [C]: 1 };
  return { [END]: 1 };
};

test("greedy takes the likeliest token each time, a beam of two finds the likeliest whole", async () => {
  expect(await searched(trap)).toEqual([[A, C]]);
  expect(await searched(trap, { beam: 2 })).toEqual([[B, C]]);
});

test("each sentence is searched by itself, and an end is none of its tokens", async () => {
  expect(await searched(trap, { beam: 2, sentences: 3 })).toEqual([[B, C], [B, C], [B, C]]); // prettier-ignore
});

test("without a length penalty the short translation wins, with one the long one", async () => {
  // An end at once has 0.3; the way over A, B and C has 0.25 and five more tokens' worth of merit.
  const next = (written: number[]): Partial<Record<number, number>> => {
    if (written.length === 0) return { [END]: 0.3, [A]: 0.25, [B]: 0.2 };
    return written.length < 4 ? { [A]: 1 } : { [END]: 1 };
  };
  expect(await searched(next, { beam: 2 })).toEqual([[]]);
  expect(await searched(next, { beam: 2, lengthPenalty: 1 })).toEqual([[A, A, A, A]]);
});

test("a translation that never ends is cut, and what may not be written is not", async () => {
  const endless = () => ({ [BEGIN]: 0.9, [A]: 0.1 });
  expect(await searched(endless, { most: 4 })).toEqual([[A, A, A, A]]);
});

test("the length penalty is Wu et al.'s", () => {
  expect(lengthPenalty(1, 0.6)).toBe(1);
  expect(lengthPenalty(7, 1)).toBe(2);
  expect(lengthPenalty(7, 0)).toBe(1);
});
