import { expect, test } from "@jest/globals";
import { RandomStreams } from "../../src/kernel/random.js";
import { loadTexts } from "../datasets/built-in-texts.js";
import { stratifiedSplit } from "../datasets/split.js";
import { tokensOf } from "../datasets/tokens.js";
import { accuracy } from "../evaluation/classification.js";
import { bagOfWords } from "./bag-of-words.js";
import { logisticRegression } from "./logistic-regression.js";

const texts = ["a a b", "a c", "b c c", "c d", "d a", "b d d", "a b c", "c c d"].map((text) => text.split(" "));
const labels = Int32Array.of(0, 0, 1, 2, 0, 2, 1, 1);
const classes = ["x", "y", "z"];

/** tf-idf of the texts over the columns a, b, c, d, by its definition. */
function weighted(): Float32Array {
  const words = ["a", "b", "c", "d"];
  const standsIn = words.map((word) => texts.filter((tokens) => tokens.includes(word)).length);
  const rows = texts.map((tokens) => {
    const row = words.map((word, i) => {
      const count = tokens.filter((token) => token === word).length;
      return count === 0 ? 0 : (1 + Math.log(count)) * (1 + Math.log((1 + texts.length) / (1 + standsIn[i])));
    });
    return row.map((value) => value / Math.hypot(...row));
  });
  return Float32Array.from(rows.flat());
}

test("it says what dense logistic regression says of the same weighted words, of the same strength", () => {
  const { probabilities, strength } = bagOfWords({ texts, labels }, { texts, labels }, texts, classes);
  expect(strength).toBe(0.001);
  const values = weighted();
  const expected = logisticRegression({ values, labels, width: 4 }, values, 3, { strength });
  expected.forEach((value, i) => expect(probabilities[i]).toBeCloseTo(value, 2));
});

test("the strength is the one with the least log loss on the validation part", () => {
  const flipped = labels.map((label) => (label + 1) % 3);
  expect(bagOfWords({ texts, labels }, { texts, labels: flipped }, texts, classes).strength).toBe(10);
});

test("a text of unknown words gets the classes' shares rather than an error", () => {
  const { probabilities } = bagOfWords({ texts, labels }, { texts, labels }, [["unheard"], []], classes);
  expect(probabilities.slice(0, 3)).toEqual(probabilities.slice(3));
  expect(probabilities.slice(0, 3).reduce((a, b) => a + b)).toBeCloseTo(1, 6);
});

async function accuracyOn(id: string): Promise<number> {
  const data = await loadTexts(id);
  const split = stratifiedSplit(data.labels, 0.1, new RandomStreams(1).stream("split"), 0.2);
  const part = (rows: Int32Array) => ({
    texts: Array.from(rows, (row) => tokensOf(data.texts[row])),
    labels: rows.map((row) => data.labels[row]),
  });
  const test = part(split.test);
  const { probabilities } = bagOfWords(part(split.train), part(split.validation), test.texts, data.classes);
  return accuracy({ classes: data.classes, labels: test.labels, probabilities });
}

test("it tells most spam from ham, and can only guess where word order alone tells", async () => {
  expect(await accuracyOn("ham-spam")).toBeGreaterThan(0.95);
  const guessed = await accuracyOn("word-order-en");
  expect(Math.abs(guessed - 0.5)).toBeLessThan(0.08);
});
