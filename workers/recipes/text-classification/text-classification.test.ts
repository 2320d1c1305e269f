import { beforeAll, describe, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { RandomStreams } from "../../../src/kernel/random.js";
import { PADDING, UNKNOWN } from "../../datasets/tokens.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import { Dropout } from "../../runtime/tensor/layers/dropout.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { attentionTextModel } from "../attention-text-classifier/model.js";
import { lstmTextModel } from "../lstm-text-classifier/model.js";
import { transformerTextModel } from "../transformer-text-classification/model.js";
import { idsOf, prepare, withUnknown } from "./data.js";
import type { TextModel, TextShape } from "./model.js";
import { padded } from "./network.js";
import { textsAtWork } from "./picture.js";

beforeAll(async () => {
  await openBackend("ANY", "wasm");
});

const random = (seed = 1) => new RandomStreams(seed).stream("split");

/** Sixty texts of two classes, one of them twice; the word w<i> stands in text i alone. */
const texts = {
  texts: [
    ...Array.from({ length: 60 }, (_, i) => `w${String.fromCharCode(97 + (i % 26), 97 + i / 26)} common ${i % 2}`),
    "WA  Common 0".replace("WA", "Waa"),
  ],
  labels: Int32Array.from({ length: 61 }, (_, i) => i % 2),
  classes: ["even", "odd"],
  sha256: "",
};

test("no text is in two parts, even if it comes twice, and every class has its share of each part", () => {
  const { split, texts: kept, labels } = prepare(texts, { vocabulary: 100, maxLength: 10 }, random());
  expect(kept).toHaveLength(60);
  const { train, validation, test: held } = split;
  expect([...train, ...validation, ...held].sort((a, b) => a - b)).toEqual([...labels.keys()]);
  expect([train, validation, held].map((rows) => rows.length)).toEqual([42, 6, 12]);
  for (const rows of [train, validation, held])
    expect(rows.filter((row) => labels[row] === 0)).toHaveLength(rows.length / 2);
});

test("texts that are too few once equal ones are left out are refused", () => {
  const twice = { ...texts, texts: texts.texts.map(() => "the same") };
  expect(() => prepare(twice, { vocabulary: 100, maxLength: 10 }, random())).toThrow("1 different texts are too few");
});

test("words are known from the training part alone, if they stand in two of its texts; a text is read up to the longest length", () => {
  const data = prepare(texts, { vocabulary: 100, maxLength: 2 }, random());
  expect(data.vocabulary.known).toEqual(["0", "common"]);
  const common = data.vocabulary.encode(["common"])[0];
  for (const ids of data.ids) expect([...ids]).toEqual([UNKNOWN, common]);
});

test("texts of a batch are padded at the end to the longest of them, an empty one too", () => {
  const ids = [Int32Array.of(2, 3, 4), Int32Array.of(), Int32Array.of(5)];
  expect([...idsOf({ ids }, Int32Array.of(2, 0, 1))]).toEqual([5, 0, 0, 2, 3, 4, 0, 0, 0]);
  expect([...idsOf({ ids }, Int32Array.of(1))]).toEqual([PADDING]);
});

test("word dropout makes its share of the words unknown, and no padding", () => {
  const ids = new Int32Array(10_000).map((_, i) => (i % 4 === 0 ? PADDING : 7));
  const dropped = withUnknown(ids, 0.2, random);
  expect(dropped.filter((id) => id === PADDING)).toHaveLength(2500);
  expect(Math.abs(dropped.filter((id) => id === UNKNOWN).length / 7500 - 0.2)).toBeLessThan(0.02);
  expect(withUnknown(ids, 0, random)).toBe(ids);
});

const common: TextShape = { vocabulary: 12, classes: 3, dropout: 0.5 };
const lstm = { ...common, embedding: 6, hidden: 5 };
const models: [string, TextModel<TextShape>, TextShape][] = [
  ...["last", "mean", "max"].flatMap((pooling) =>
    ["forwards", "both"].map((direction): [string, TextModel<TextShape>, TextShape] => [
      `LSTM, ${direction}, judged by ${pooling}`,
      lstmTextModel as TextModel<TextShape>,
      { ...lstm, direction, pooling } as TextShape,
    ]),
  ),
  ["attention", attentionTextModel, { ...common, embedding: 6, hidden: 5, attention: 4 } as TextShape],
  ["Transformer", transformerTextModel, { ...common, width: 8, heads: 2, layers: 2, inner: 16 } as TextShape],
].map(([name, model, shape]) => [name as string, model as TextModel<TextShape>, shape as TextShape]);

describe.each(models)("the network of the recipe: %s", (_, model, shape) => {
  const weights = () => {
    const first = model.firstWeights(shape, new RandomStreams(3).stream("weights"));
    return restoredTensors(first, Object.keys(model.shapes(shape)));
  };
  const read = (ids: number[][], of = weights()) =>
    model.read(shape, of, padded(Int32Array.from(ids.flat()), ids.length));
  const numbers = (tensor: tf.Tensor) => [...tensor.dataSync()];

  test("says the same of a text whatever stands beside it and however much room comes after it", () => {
    const alone = numbers(read([[2, 9, 4]]).scores);
    const beside = numbers(read([[5, 6, 7, 8, 3], [2, 9, 4, 0, 0]]).scores).slice(3); // prettier-ignore
    alone.forEach((score, label) => expect(beside[label]).toBeCloseTo(score, 5));
  });

  test("hears the order of words", () => {
    const own = weights();
    const [forwards, backwards] = [[[2, 9, 4, 5]], [[5, 4, 9, 2]]].map((ids) => numbers(read(ids, own).scores));
    expect(Math.max(...forwards.map((score, i) => Math.abs(score - backwards[i])))).toBeGreaterThan(1e-4);
  });

  test("marks tokens from 0 to 1, padding not at all, and takes a text without words", () => {
    const { scores, marks } = read([[2, 9, 4], [5, 0, 0], [0, 0, 0]]); // prettier-ignore
    const marked = marks();
    expect(marked.shape).toEqual([3, 3]);
    const values = numbers(marked);
    for (const value of values) expect(value >= 0 && value <= 1.0001).toBe(true);
    expect(values[3]).toBeGreaterThan(0);
    expect(values.slice(4, 6)).toEqual([0, 0]);
    for (const score of numbers(scores)) expect(Number.isFinite(score)).toBe(true);
  });

  test("has a gradient for every weight, which no text's padding changes", () => {
    const variables = Object.entries(weights()).map(([name, value]) => tf.variable(value, true, `own/${name}`));
    const named = Object.fromEntries(variables.map((variable) => [variable.name.slice(4), variable]));
    const slopes = (ids: number[][]) => {
      const loss = () => {
        const dropout = new Dropout(Int32Array.of(1), 0);
        const texts = padded(Int32Array.from(ids.flat()), ids.length);
        return model.read(shape, named, texts, dropout).scores.square().sum().asScalar();
      };
      return tf.variableGrads(loss, variables).grads;
    };
    const [short, long] = [slopes([[2, 9, 4]]), slopes([[2, 9, 4, 0, 0]])];
    for (const { name } of variables) {
      const [own, other] = [numbers(short[name]), numbers(long[name])];
      own.forEach((slope, at) => expect(Math.abs(slope - other[at])).toBeLessThan(1e-4));
      // The same for all keys, their bias moves no share.
      if (!name.endsWith("key/bias")) expect(Math.max(...own.map(Math.abs))).toBeGreaterThan(1e-6);
    }
    tf.dispose(variables);
  });

  test("costs more operations for longer texts, and its shapes are those of its first weights", () => {
    expect(model.flops(shape, 20)).toBeGreaterThan(1.5 * model.flops(shape, 10));
    const first = model.firstWeights(shape, random());
    const shapes = Object.entries(first).map(([name, tensor]) => [name, tensor.shape]);
    expect(Object.fromEntries(shapes)).toEqual(model.shapes(shape));
  });
});

test("a picture shows texts of each class and the surest mistakes, with their tokens marked and escaped", async () => {
  const tokens = [["buy", "<now>"], ["你", "好"], ["late"]]; // prettier-ignore
  const network = {
    marked: (ids: Int32Array, rows: number) =>
      Promise.resolve({ probabilities: new Float32Array(2 * rows), marks: new Float32Array(ids.length).fill(1) }),
  };
  const { mediaType, content } = await textsAtWork({
    data: { tokens, ids: tokens.map((text) => Int32Array.from(text, () => 2)) },
    network,
    marked: { en: "marks", zh: "标记" },
    rows: Int32Array.of(0, 1, 2),
    predictions: {
      classes: ["ham", "spam"],
      labels: Int32Array.of(1, 0, 0),
      probabilities: Float32Array.of(0.1, 0.9, 0.8, 0.2, 0.3, 0.7),
    },
  });
  const svg = new TextDecoder().decode(content);
  expect(mediaType).toBe("image/svg+xml");
  expect(svg).toContain("&lt;now&gt;");
  expect(svg).toContain(">你<");
  expect(svg).toContain("Surest mistakes (1 of 3)");
  expect(svg.match(/spam ≠ ham/g)).toHaveLength(2);
  expect(svg.match(/fill-opacity="0.75"/g)).toHaveLength(6);
});
