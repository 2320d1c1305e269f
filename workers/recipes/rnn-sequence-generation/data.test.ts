import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "@jest/globals";
import { RandomStreams } from "../../../src/kernel/random.js";
import type { TimeSeries } from "../../datasets/time-series.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import { charactersOf, levelsOf, type TokenSequence, windowsOf, written } from "./data.js";
import { foretoldLosses } from "./foretold.js";
import { drawWeights } from "./model.js";
import { WriterNetwork } from "./network.js";
import { continued } from "./sampling.js";

beforeAll(async () => {
  await openBackend("ANY", "wasm");
});

test("characters are known from the training part alone, and only those that come twice", () => {
  const text = `${"ab".repeat(40)}${"ac".repeat(10)}`;
  const sequence = charactersOf({ text, sha256: "" }, 100);
  expect([sequence.alphabet, sequence.validationFrom, sequence.testFrom]).toEqual([["�", "a", "b"], 80, 90]);
  expect(written(sequence, sequence.tokens.subarray(78, 82))).toBe("aba�");
  expect(charactersOf({ text, sha256: "" }, 2).alphabet).toEqual(["�", "a"]);
});

test("levels hold as many changes of the training part each, and what comes later changes none of them", () => {
  const series = (later: number): TimeSeries => {
    const values = Float64Array.from({ length: 101 }, (_, at) => (at * (at + 1)) / 2 + (at > 95 ? later : 0));
    return {
      title: { en: "", zh: "" },
      dates: [],
      values,
      unit: "m",
      step: "day",
      season: 7,
      filled: 0,
      column: "value",
      sha256: "",
    };
  };
  const sequence = levelsOf(series(0), 4);
  expect(sequence.tokens).toHaveLength(100);
  expect(sequence.alphabet).toHaveLength(5);
  const counts = [0, 0, 0, 0, 0];
  for (const token of sequence.tokens.subarray(0, sequence.validationFrom)) counts[token]++;
  expect(counts).toEqual([0, 20, 20, 20, 20]);
  expect(levelsOf(series(1e6), 4).alphabet).toEqual(sequence.alphabet);
  expect(written(sequence, [1, 4])).toBe("+10.5 +70.5");
});

test("a long text's windows follow each other, a short one's overlap, and none leaves the training part", () => {
  const of = (validationFrom: number) => windowsOf({ validationFrom } as TokenSequence, 50);
  expect(of(100_000)).toMatchObject({ step: 50 });
  const { starts, step } = of(700);
  expect(step).toBe(1);
  expect(starts.at(-1)! + 50).toBeLessThan(700);
});

const SHAPE = { tokens: 7, embedding: 4, hidden: 6, layers: 2 };
const networkOf = () =>
  new WriterNetwork(
    { shape: SHAPE, window: 9, dropout: 0 },
    drawWeights(SHAPE, new RandomStreams(2).stream("weights")),
  );
const drawnTokens = (length: number) => {
  const random = new RandomStreams(5).stream("tokens");
  return Int32Array.from({ length }, () => random.int(7));
};

test("each token of a part is foretold once, by what comes before it alone", async () => {
  const network = networkOf();
  const tokens = drawnTokens(330);
  const losses = await foretoldLosses(network, { tokens }, 60, 330);
  expect(losses).toHaveLength(270);
  // The first hundred are foretold by a window that begins fifty tokens before them.
  const window = await network.lossesOf(tokens.slice(10, 160), 150);
  expect([...losses.subarray(0, 100)]).toEqual([...window.subarray(49)]);
  const changed = tokens.slice();
  changed[329] = (changed[329] + 1) % 7;
  const after = await foretoldLosses(network, { tokens: changed }, 60, 330);
  expect(after.subarray(0, 269)).toEqual(losses.subarray(0, 269));
  tf.dispose(network.variables);
});

test("writing on token by token goes by the same probabilities as reading all at once", async () => {
  const network = networkOf();
  const beginning = drawnTokens(20);
  const greedy = { temperature: 1, topK: 1, topP: 1 };
  const [{ tokens: text }] = await continued(network, [beginning], 5, greedy, new RandomStreams(1).stream("dice"));
  for (let at = 0; at < 5; at++) {
    const given = [...beginning, ...text.slice(0, at)];
    const losses = await Promise.all(
      [1, 2, 3, 4, 5, 6].map(async (next) =>
        (await network.lossesOf(Int32Array.of(...given, next), given.length + 1)).at(-1)!,
      ),
    );
    expect(losses.indexOf(Math.min(...losses)) + 1).toBe(text[at]);
  }
  tf.dispose(network.variables);
});
