import { describe, expect, test } from "@jest/globals";
import { searchDocument } from "../../src/kernel/search/search-document.js";
import { searchQuery } from "../../src/kernel/search/search-query.js";
import { termsOf, wordsOf } from "../../src/kernel/search/words.js";

const words = (text: string) => wordsOf(text).map((word) => word.text);

describe("the words of a text", () => {
  test.each([
    ["手写数字", ["手写", "写数", "数字", "字"]],
    ["Ｌｅａｒｎｉｎｇ Café", ["learning", "cafe"]],
    ["learningRate", ["learningrate", "learning", "rate"]],
    ["HTTPServer_v2", ["httpserver", "http", "server", "v2"]],
    ["nlp/bert-base 0.001", ["nlp", "bert", "base", "0.001"]],
    ["图像GAN", ["图像", "像", "gan"]],
    ["!? — 😀", []],
  ])("%s: %j", (text, expected) => {
    expect(words(text)).toEqual(expected);
  });

  test("hold every pair of Chinese neighbours, whatever the segmenter makes of them", () => {
    const text = "研究生命的起源";
    for (let at = 0; at + 2 <= text.length; at++) expect(words(text)).toContain(text.slice(at, at + 2));
  });

  test("are cut when nobody could look for them", () => {
    expect(words("x".repeat(5_000))).toEqual(["x".repeat(60)]);
  });
});

describe("the words of a search", () => {
  test.each([
    ["机器学习模型", ["机器", "学习", "模型"]],
    ["识别的模型", ["识别", "模型"]],
    ["learningRate 0.01", ["learning", "rate", "0.01"]],
    ["a a A", ["a"]],
  ])("%s: %j", (text, expected) => {
    expect(termsOf(text)).toEqual(expected);
  });

  test("of a text without words are none", () => {
    expect(searchQuery(" '\\:*&|! ")).toBeUndefined();
  });
});

test("a document of any length keeps within what PostgreSQL takes", () => {
  const { exact } = searchDocument({
    texts: { A: ["同 ".repeat(10_000)], B: ["机器学习".repeat(5_000)] },
    marks: ["o"],
  });
  const places = [...exact.matchAll(/:([^ ]+)/g)].map(([, found]) => found.split(","));
  expect(Math.max(...places.map((found) => found.length))).toBe(255);
  expect(Math.max(...places.flat().map((place) => parseInt(place, 10)))).toBeLessThanOrEqual(16_383);
});
