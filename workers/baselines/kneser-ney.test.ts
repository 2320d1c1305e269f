import { expect, test } from "@jest/globals";
import { KneserNeyTrigrams } from "./kneser-ney.js";

/** Tokens of letters a, b, c, …. */
const tokens = (text: string) => Int32Array.from(text, (letter) => letter.charCodeAt(0) - 97);

test("the probabilities of all tokens sum to one after any context, known or not", () => {
  const model = KneserNeyTrigrams.fit(tokens("abcabdabcaacbbad"), tokens("abcabd"), 6);
  for (const context of ["ab", "ca", "ff", "af"]) {
    const sum = [..."abcdef"].reduce((sum, next) => sum + Math.exp(-model.losses(tokens(context + next), 2)[0]), 0);
    expect(sum).toBeCloseTo(1, 6);
  }
});

test("by hand: after two tokens seen once each of their followers keeps 1 − d, and the rest goes by different contexts", () => {
  // Trigrams: aba, bab, aba, bac. Bigrams by different tokens before: ba, ab, ac once each. Tokens: a, b, c once each.
  const model = KneserNeyTrigrams.fit(tokens("ababac"), tokens("abab"), 3);
  const probability = (text: string) => Math.exp(-model.losses(tokens(text), text.length - 1)[0]);
  const likeliest = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];
  const by = (d: number) => {
    const none = (1 - d + (d * 3) / 3) / 3;
    const one = (1 - d + d * 2 * none) / 2;
    return (1 - d + d * 2 * one) / 2;
  };
  expect(likeliest.map((d) => by(d).toFixed(5))).toContain(probability("bac").toFixed(5));
});

test("the discount is that under which the held-out text is likeliest", () => {
  const training = tokens("abcd".repeat(50));
  const same = KneserNeyTrigrams.fit(training, tokens("abcdabcd"), 5);
  const other = KneserNeyTrigrams.fit(training, tokens("aecebede"), 5);
  const probability = (model: KneserNeyTrigrams) => Math.exp(-model.losses(tokens("abc"), 2)[0]);
  expect(probability(same)).toBeGreaterThan(probability(other));
});
