import * as tf from "@tensorflow/tfjs";
import { beforeAll, expect, test } from "@jest/globals";
import { RandomStreams } from "../../../src/kernel/random.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import { padded } from "./data.js";
import { Decoding } from "./decoding.js";
import { decode, drawWeights, encode, forwardFlops, weightShapes } from "./model.js";
import { tensorOf, TranslationNetwork } from "./network.js";
import { BEGIN, END, Vocabulary } from "./vocabulary.js";

const SHAPE = { width: 12, heads: 3, layers: 2, inner: 20, sourceTokens: 9, targetTokens: 8 };
const SOURCES = [
  [4, 5, 6],
  [7, 8],
];
const TARGETS = [
  [BEGIN, 4, 5, 6, END],
  [BEGIN, 7, END],
];

beforeAll(async () => {
  await openBackend("ANY", "wasm");
});

const weightsOf = () =>
  Object.fromEntries(
    Object.entries(drawWeights(SHAPE, new RandomStreams(3).stream("weights"))).map(([name, { values, shape }]) => [
      name,
      tf.tensor(values.slice(), shape),
    ]),
  );

test("what is said token by token, with what was kept of the earlier ones, is what is said all at once", async () => {
  const weights = weightsOf();
  const sources = tensorOf(padded(SOURCES), 2);
  const given = tf.tensor2d([BEGIN, 4, 5, BEGIN, 7, 6], [2, 3], "int32");
  const whole = tf.logSoftmax(decode(SHAPE, weights, given, encode(SHAPE, weights, sources))).reshape([2, 3, 8]);
  const expected = (await whole.array()) as number[][][];
  const decoding = new Decoding(SHAPE, weights, sources, 2);
  const tokens = await given.array();
  // Of the two rows of a sentence the first goes on from the second, so that states are seen to travel.
  for (let at = 0; at < 3; at++) {
    const last = Int32Array.of(tokens[0][at], tokens[0][at], tokens[1][at], tokens[1][at]);
    const logs = await decoding.next(last, Int32Array.of(1, 1, 3, 3));
    for (const row of [0, 1, 2, 3])
      expected[Math.floor(row / 2)][at].forEach((log, token) => expect(logs[row * 8 + token]).toBeCloseTo(log, 4));
  }
  decoding.dispose();
});

test("padding changes neither what a sentence means nor its loss", async () => {
  const network = new TranslationNetwork({ shape: SHAPE, dropout: 0, smoothing: 0 }, drawWeights(SHAPE, new RandomStreams(3).stream("weights"))); // prettier-ignore
  const loss = (rows: number[]) => {
    const tokens = rows.reduce((sum, row) => sum + TARGETS[row].length - 1, 0);
    return network.lossOf({
      sources: padded(rows.map((row) => SOURCES[row])),
      targets: padded(rows.map((row) => TARGETS[row])),
      shares: new Float32Array(rows.length).fill(rows.length / tokens),
      seeds: undefined,
    });
  };
  const [both, first, second] = [await loss([0, 1]), await loss([0]), await loss([1])];
  expect(both).toBeCloseTo((4 * first + 2 * second) / 6, 5);
  tf.dispose(network.variables);
});

test("the network has the Transformer's number of weights, and its large setting the catalogue's", () => {
  const count = (shape: typeof SHAPE) =>
    Object.values(weightShapes(shape)).reduce((sum, sides) => sum + sides.reduce((a, b) => a * b), 0);
  const [d, f] = [512, 2048];
  const encoder = 4 * d * (d + 1) + d * f + f + f * d + d + 4 * d;
  const decoder = encoder + 4 * d * (d + 1) + 2 * d;
  const shape = { width: d, heads: 8, layers: 3, inner: f, sourceTokens: 100, targetTokens: 200 };
  expect(count(shape)).toBe(3 * (encoder + decoder) + 300 * d + 4 * d + 200);
  expect(forwardFlops(shape, 10, 10)).toBeGreaterThan(2 * 10 * 3 * (encoder + decoder - 20 * d));
});

test("numbers are cut into digits, rare words into letters, and every text comes back whole", () => {
  const vocabulary = Vocabulary.of(["The team needs 12 vans.", "The team hired 7 people."], "words", 100);
  const tokens = (text: string) => vocabulary.encode(text).map((number) => vocabulary.tokens[number]);
  expect(tokens("The team needs 217")).toEqual(["The", " team", " ", "n", "e", "e", "d", "s", " ", "2", "1", "7"]);
  for (const text of ["The team hired 721 vans.", "pet seats"])
    expect(vocabulary.decode(vocabulary.encode(text))).toBe(text);
  expect(vocabulary.decode(vocabulary.encode("Ω"))).toBe("�");
});
