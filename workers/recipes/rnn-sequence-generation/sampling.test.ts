import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../../src/kernel/random.js";
import { drawnToken, type Sampling } from "./sampling.js";

/** Scores of the unknown token and of three others, with probabilities 0.2, 0.3 and 0.5. */
const SCORES = Float32Array.of(9, Math.log(0.2), Math.log(0.3), Math.log(0.5));

/** Shares of the tokens among many drawn ones. */
function shares(sampling: Partial<Sampling>): number[] {
  const random = new RandomStreams(1).stream("dice");
  const counts = [0, 0, 0, 0];
  for (let i = 0; i < 20_000; i++)
    counts[drawnToken(SCORES, { temperature: 1, topK: 0, topP: 1, ...sampling }, random)]++;
  return counts.map((count) => count / 20_000);
}

test.each<[string, Partial<Sampling>, number[]]>([
  ["by their probabilities, the unknown never", {}, [0, 0.2, 0.3, 0.5]],
  ["by their squares at a temperature of a half", { temperature: 0.5 }, [0, 4 / 38, 9 / 38, 25 / 38]],
  ["from the two likeliest by top-k", { topK: 2 }, [0, 0, 0.375, 0.625]],
  ["from as few as reach the mass by top-p", { topP: 0.7 }, [0, 0, 0.375, 0.625]],
  ["from one at least", { topP: 0.01 }, [0, 0, 0, 1]],
])("tokens are drawn %s", (_, sampling, expected) => {
  shares(sampling).forEach((share, token) => expect(Math.abs(share - expected[token])).toBeLessThan(0.015));
});
