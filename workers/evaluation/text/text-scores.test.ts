import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { exactMatch, tokenF1 } from "./answers.js";
import { corpusBleu } from "./bleu.js";
import { corpusChrf } from "./chrf.js";
import { tokenised, type Tokeniser } from "./tokenisers.js";

interface Case {
  name: string;
  tokenize: Tokeniser;
  options: { lowercase?: boolean; smooth_method?: "none" };
  hypotheses: string[];
  /** By reference, then by sentence. */
  references: string[][];
  bleu: number;
  precisions: number[];
  bp: number;
  chrf: number;
  chrfPlusPlus: number;
}

/** Made with sacrebleu. */
const { cases } = JSON.parse(readFileSync("test/fixtures/bleu.json", "utf8")) as { cases: Case[] };

const bySentence = ({ hypotheses, references }: Case) => hypotheses.map((_, s) => references.map((list) => list[s]));

test.each(cases)("BLEU of $name is sacrebleu's", (made) => {
  const { tokenize: tokeniser, options } = made;
  const { lowercase, smooth_method: smoothing } = options;
  const score = corpusBleu(made.hypotheses, bySentence(made), { tokeniser, lowercase, smoothing });
  expect(score.bleu).toBeCloseTo(made.bleu, 6);
  expect(score.brevityPenalty).toBeCloseTo(made.bp, 9);
  score.precisions.forEach((precision, n) => expect(precision).toBeCloseTo(made.precisions[n], 6));
});

test.each(cases)("chrF and chrF++ of $name are sacrebleu's", (made) => {
  expect(corpusChrf(made.hypotheses, bySentence(made))).toBeCloseTo(made.chrf, 6);
  expect(corpusChrf(made.hypotheses, bySentence(made), { wordOrders: 2 })).toBeCloseTo(made.chrfPlusPlus, 6);
});

test("Chinese is cut into characters, its dashes and quotation marks stand alone, and numbers stay whole", () => {
  expect(tokenised("价格“3.5”元—GPU, 共1,000.5元。", "zh")).toEqual(
    ["价", "格", "“", "3.5", "”", "元", "—", "GPU", ",", "共", "1,000.5", "元", "。"],
  ); // prettier-ignore
});

test("in English, case, articles, punctuation and spaces do not make an answer wrong", () => {
  expect(exactMatch("the  Eiffel Tower.", ["Big Ben", "Eiffel tower"], "en")).toBe(true);
  expect(exactMatch("Eiffel", ["Eiffel Tower"], "en")).toBe(false);
  expect(exactMatch("theatre", ["atre"], "en")).toBe(false);
});

test("F1 of an English answer counts each word as often as both have it, against the reference that fits best", () => {
  expect(tokenF1("the cat sat sat", ["cat sat down", "dog"], "en")).toBeCloseTo(4 / 6, 12);
  expect(tokenF1("bird", ["cat", "dog"], "en")).toBe(0);
});

test("a question without an answer is answered right by nothing alone", () => {
  expect([exactMatch("", [], "en"), tokenF1("", [], "en")]).toEqual([true, 1]);
  expect([exactMatch("the", [""], "en"), tokenF1("the", [""], "en")]).toEqual([true, 1]);
  expect([exactMatch("Paris", [], "en"), tokenF1("Paris", [], "en")]).toEqual([false, 0]);
});

test("F1 of a Chinese answer goes by the longest run of characters that both have, punctuation aside", () => {
  expect(exactMatch("《北京大学》", ["北京大学"], "zh")).toBe(true);
  expect(tokenF1("在北京大学", ["北京大学"], "zh")).toBeCloseTo((2 * 4) / 9, 12);
  // "北" and "大学" are both shared, but only the longer run counts.
  expect(tokenF1("北大学", ["北京大学"], "zh")).toBeCloseTo((2 * 2) / 7, 12);
  expect(tokenF1("1998年 GPU", ["1998年"], "zh")).toBeCloseTo((2 * 2) / 5, 12);
});
