import { describe, expect, test } from "@jest/globals";
import { filedUnder, nearestTo, slipsBetween } from "../../src/kernel/search/near-words.js";
import { snippetOf, type SoughtTerm } from "../../src/kernel/search/snippet.js";

const word = (...words: string[]): SoughtTerm => ({ words: new Set(words) });
const cut = (text: string, ...terms: SoughtTerm[]) =>
  snippetOf(text, terms)
    ?.parts.map(({ text, match }) => (match ? `[${text}]` : text))
    .join("");

describe("a snippet", () => {
  test("marks words as they are written, whatever their form", () => {
    expect(cut("Ｇｒａｄｉｅｎｔ and ﬁne café, ½ gradientDescent", word("gradient"), word("cafe"), word("fine"))).toBe(
      "[Ｇｒａｄｉｅｎｔ] and [ﬁne] [café], ½ [gradientDescent]",
    );
  });

  test("joins Chinese pairs that overlap", () => {
    expect(cut("图神经网络入门", { han: "神经" }, { han: "经网" }, { han: "网络" })).toBe("图[神经网络]入门");
  });

  test("is the place where most terms stand, cut between words, never within a character", () => {
    const filler = "word ".repeat(80);
    const text = `One alpha. ${filler}Here alpha stands by beta. ${"😀".repeat(200)}`;
    const snippet = cut(text, word("alpha"), word("beta"))!;
    expect(snippet).toContain("Here [alpha] stands by [beta].");
    expect(snippet).toMatch(/^…\s?word/);
    expect(snippet.isWellFormed()).toBe(true);
    expect(snippet.length).toBeLessThan(220);
  });

  test("of a text that holds none of it is none", () => {
    expect(cut("nothing here", word("alpha"), { han: "神经" })).toBeUndefined();
  });
});

describe("words near another", () => {
  test.each([
    ["model", "model", 0],
    ["model", "mdoel", 1],
    ["model", "modle", 1],
    ["model", "models", 1],
    ["gradient", "garidents", 3],
    ["", "abc", 3],
  ])("%s and %s are %i slips apart", (one, other, slips) => {
    expect([slipsBetween(one, other), slipsBetween(other, one)]).toEqual([slips, slips]);
  });

  test("share what they are filed under when a letter is more, less, other or swapped", () => {
    const under = new Set(filedUnder("tensor"));
    for (const near of ["tensors", "tenso", "tensar", "tesnor"]) {
      expect(filedUnder(near).some((entry) => under.has(entry))).toBe(true);
    }
  });

  test("are the nearest alone, and none of a short word", () => {
    expect(nearestTo("lerning", ["learning", "burning", "lern"])).toEqual(["learning"]);
    expect(nearestTo("lernning", ["learning", "leanings"])).toEqual(["learning"]);
    expect(nearestTo("gpt", ["gpu"])).toEqual([]);
  });
});
