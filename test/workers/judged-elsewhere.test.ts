import { beforeAll, describe, expect, test } from "@jest/globals";
import { DataKind } from "../../src/domains/training/datasets/data-kind.js";
import { findRecipe } from "../../src/domains/training/recipes/recipe-catalogue.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { judgementOf } from "../../workers/evaluation/judgement.js";
import type { OwnDataFile } from "../../workers/datasets/own-data.js";
import { findImplementation } from "../../workers/recipes/registry.js";
import { decodePredictions, encodePredictions } from "../../workers/runtime/prediction-file.js";
import { openBackend } from "../../workers/runtime/tensor/backend.js";
import { OwnFiles } from "../harness/own-files.js";
import { picturesZip } from "../harness/pictures.js";

const files = new OwnFiles();

beforeAll(() => openBackend("ANY", "wasm"));

type Data = OwnDataFile | string;

const named = (data: Data) => (typeof data === "string" ? { dataset: data } : { dataset: data.name, ownData: data });

/** What a model that has not learnt yet predicts of other data than those of its training, as it is kept, with what is made of it. */
async function judged(recipe: string, parameters: object, trainedOn: Data, judgedOn: Data) {
  const trainer = await findImplementation(recipe)!.open({
    ...named(trainedOn),
    parameters: findRecipe(recipe)!.parameters.parse(parameters),
    random: new RandomStreams(1),
    judgedOn: named(judgedOn),
    log: () => undefined,
  });
  try {
    const predictions = decodePredictions(encodePredictions(await trainer.predict()));
    const { model, baseline } = judgementOf(predictions);
    return { predictions, figures: model.report as Record<string, number>, baseline: baseline.report, trainer };
  } finally {
    trainer.dispose();
  }
}

const lines = (from: number, to: number, line: (row: number) => string) =>
  Array.from({ length: to - from }, (_, at) => line(from + at)).join("\n") + "\n";

describe.each([
  ["attention-text-classifier", { embedding: 4 }],
  ["bert-fine-tune-classification", { maxLength: 16 }],
])("a model of texts (%s)", (recipe, parameters) => {
  const said = (row: number) => [`fog lies there ${row},fog`, `more rain ${row},rain`, `it shines ${row},sun`][row % 3];
  const texts = (from: number, to: number) => `text,label\n${lines(from, to, said)}`;
  let own: OwnDataFile;

  beforeAll(async () => {
    own = await files.keep(DataKind.TEXTS, texts(0, 40));
  });

  test("is judged on other texts, each once, but for those it has trained on, whatever their case", async () => {
    const shouted = texts(0, 60).replace(/^(fog|more|it)/gm, (word) => word.toUpperCase());
    const other = await files.keep(DataKind.TEXTS, shouted + lines(50, 60, said));
    const { figures, baseline } = await judged(recipe, parameters, own, other);
    expect(figures).toMatchObject({ rows: 32, leftOut: 28 });
    expect(baseline).toMatchObject({ rows: 32, leftOut: 28 });
  });

  test("is judged on no classes that it does not know, nor on fewer", async () => {
    const strange = await files.keep(DataKind.TEXTS, texts(40, 50).replaceAll(",sun", ",snow"));
    await expect(judged(recipe, parameters, own, strange)).rejects.toMatchObject({
      code: "DATASET_UNUSABLE",
      message: expect.stringContaining("it has the class “snow”, and the model knows fog, rain, sun."),
    });
    const dull = texts(40, 60).replaceAll(/^it.*\n/gm, "");
    await expect(judged(recipe, parameters, own, await files.keep(DataKind.TEXTS, dull))).rejects.toThrow(
      /no row of the class “sun” can be judged: it has none/,
    );
  });
});

describe("a model that answers questions", () => {
  const recipe = "bert-question-answering";
  const parameters = { maxLength: 48 };
  /** Two questions on each passage, of which the second has no answer. */
  const questions = (from: number, to: number) =>
    JSON.stringify({
      data: [
        {
          paragraphs: Array.from({ length: to - from }, (_, at) => {
            const year = String(1900 + from + at);
            const answers = [{ text: year, answer_start: 13 }];
            return {
              context: `The house of ${year} is made of wood.`,
              qas: [
                { id: `${year}a`, question: "Of which year is the house?", answers },
                { id: `${year}b`, question: "Who lives there?", answers: [], is_impossible: true },
              ],
            };
          }),
        },
      ],
    });

  test("is judged on questions about other passages, read in the training's windows", async () => {
    const own = await files.keep(DataKind.QUESTIONS, questions(0, 20));
    const other = await files.keep(DataKind.QUESTIONS, questions(10, 40).replaceAll("The house", "THE HOUSE"));
    const { predictions, figures } = await judged(recipe, parameters, own, other);
    const { trainer } = await judged(recipe, parameters, own, own);
    expect(trainer.trainingRows).toBe(28);
    const { rows, leftOut } = figures;
    expect(rows + leftOut).toBe(60);
    // Of the passages that both have, those of the training part; all have two questions.
    expect(leftOut).toBeGreaterThan(0);
    expect(leftOut).toBeLessThan(20);
    const { contexts, answers } = predictions.model as { contexts: string[]; answers: string[] };
    expect([contexts.length, answers.length]).toEqual([rows, rows]);
    expect(contexts.filter((text) => Number(/\d+/.exec(text)![0]) < 1920)).toHaveLength(20 - leftOut);
  });

  test("cannot be judged where it has read all passages", async () => {
    const own = await files.keep(DataKind.QUESTIONS, questions(0, 20));
    const { predictions } = await judged(recipe, parameters, own, own);
    const { contexts } = predictions.model as { contexts: string[] };
    const read = Array.from({ length: 20 }, (_, at) => at).find(
      (at) => !contexts.some((text) => text.includes(String(1900 + at))),
    )!;
    const known = await files.keep(DataKind.QUESTIONS, questions(read, read + 1));
    await expect(judged(recipe, parameters, own, known)).rejects.toMatchObject({
      code: "DATASET_UNUSABLE",
      message: expect.stringContaining("the model was trained on all of its 2 rows."),
    });
  });
});

describe("a model of pictures", () => {
  let shapes: OwnDataFile;

  beforeAll(async () => {
    shapes = await files.keep(DataKind.IMAGES, picturesZip(30), { size: 20 });
  });

  test.each([
    ["cnn-image-classification", {}, { rows: 32, leftOut: 48 }],
    ["autoencoder-features", { features: 2, filters: 4 }, { rows: 38, leftOut: 42, probeAccuracy: expect.any(Number) }],
    ["gan-image-denoising", { filters: 4 }, { rows: 32, leftOut: 48, psnr: expect.any(Number) }],
  ])("is judged on other pictures of its size, and on no others (%s)", async (recipe, parameters, found) => {
    const other = await files.keep(DataKind.IMAGES, picturesZip(40), { size: 20 });
    const { figures, baseline } = await judged(recipe, parameters, shapes, other);
    expect(figures).toMatchObject(found);
    expect(baseline).toMatchObject({ rows: found.rows, leftOut: found.leftOut });
    const larger = await files.keep(DataKind.IMAGES, picturesZip(10), { size: 28 });
    await expect(judged(recipe, parameters, shapes, larger)).rejects.toThrow(
      /28 pixels a side and 1 channels, and the model knows 20/,
    );
  });

  test.each(["cnn-image-classification", "autoencoder-features"])(
    "is not judged on classes that it does not know where they matter (%s)",
    async (recipe) => {
      await expect(judged(recipe, {}, shapes, "mnist-digits-small")).rejects.toThrow(
        /class “\d”, and the model knows bars, discs/,
      );
    },
  );

  test("cleans pictures of whatever else, and compares with them what it makes", async () => {
    const small = await files.keep(DataKind.IMAGES, picturesZip(10), { size: 20 });
    const circles = picturesZip(12).toString("latin1").replaceAll("bars/", "bent/").replaceAll("discs/", "disks/");
    const other = await files.keep(DataKind.IMAGES, Buffer.from(circles, "latin1"), { size: 20 });
    const cleaned = await judged("gan-image-denoising", { filters: 4 }, small, other);
    expect(cleaned.figures).toMatchObject({ rows: 8, leftOut: 16 });
    const parameters = { variant: "dense", units: 16, latent: 4 };
    const { figures } = await judged("gan-image-generation", parameters, small, other);
    expect(figures).toMatchObject({ leftOut: 16, frechet: expect.any(Number) });
    const same = await judged("gan-image-generation", parameters, small, small);
    expect(same.figures).toMatchObject({ leftOut: 16 });
    expect(same.figures.frechet).not.toBe(figures.frechet);
  });
});

describe("a model of graphs", () => {
  const recipe = "gcn-graph-classification";
  const parameters = { width: 4 };
  /** Rings and chains of so many nodes, each size once. */
  const graphs = (from: number, to: number, node = (number: number) => `n${number}`) =>
    "graph,label,from,to\n" +
    lines(from, to, (size) =>
      Array.from({ length: size }, (_, at) => {
        const edge = `${node(at)},${node((at + 1) % size)}`;
        return [`ring${size},ring,${edge}`, ...(at + 1 < size ? [`chain${size},chain,${edge}`] : [])].join("\n");
      }).join("\n"),
    );
  let own: OwnDataFile;

  beforeAll(async () => {
    own = await files.keep(DataKind.GRAPHS, graphs(3, 23));
  });

  test("is judged on other graphs, however the nodes are called of those it has trained on", async () => {
    const other = await files.keep(
      DataKind.GRAPHS,
      graphs(3, 33, (number) => `n${(7 * number + 5) % 101}`),
    );
    const { figures, baseline, trainer } = await judged(recipe, parameters, own, other);
    expect(trainer.trainingRows).toBe(32);
    expect(figures).toMatchObject({ rows: 28, leftOut: 32 });
    expect(baseline).toMatchObject({ rows: 28, leftOut: 32 });
  });

  test("is judged on no types of nodes and no classes that it does not know", async () => {
    const typed = graphs(30, 33)
      .replace("from,to", "from,to,from_type,to_type")
      .replaceAll(/(n\d+)$/gm, "$1,C,C");
    await expect(judged(recipe, parameters, own, await files.keep(DataKind.GRAPHS, typed))).rejects.toThrow(
      /it has nodes of the type “C”, and the model knows/,
    );
    const strange = await files.keep(DataKind.GRAPHS, graphs(30, 33).replaceAll(",ring,", ",circle,"));
    await expect(judged(recipe, parameters, own, strange)).rejects.toThrow(
      /class “circle”, and the model knows chain, ring/,
    );
  });

  test("of a built-in set is judged on its smaller part, but for what it has trained on", async () => {
    const { figures } = await judged(recipe, parameters, "motif-graphs", "motif-graphs-small");
    expect(figures.leftOut).toBeGreaterThan(0);
  });
});

describe("a model that translates", () => {
  const recipe = "transformer-translation";
  const parameters = { width: 16, heads: 1, layers: 1, inner: 16, longest: 16, beam: 1 };
  const pairs = (from: number, to: number, end = "") =>
    lines(from, to, (row) => `第${row}本书${end}\tbook number ${row}`);
  let own: OwnDataFile;

  beforeAll(async () => {
    own = await files.keep(DataKind.PAIRS, pairs(0, 60));
  });

  test("is judged on other pairs, of which it has learnt neither sentence", async () => {
    const other = await files.keep(DataKind.PAIRS, pairs(0, 60, "！").toUpperCase() + pairs(60, 80) + pairs(60, 80));
    const { predictions, figures, trainer } = await judged(recipe, parameters, own, other);
    expect(trainer.trainingRows).toBe(48);
    expect(figures).toMatchObject({ rows: 32, leftOut: 48, bleu: expect.any(Number), chrf: expect.any(Number) });
    const { references } = predictions.model as { references: string[] };
    expect(references.slice(-20)).toEqual(Array.from({ length: 20 }, (_, at) => `book number ${60 + at}`));
  });

  test("is not judged the other way round", async () => {
    const reversed = await files.keep(DataKind.PAIRS, pairs(60, 80), { reversed: true });
    await expect(judged(recipe, parameters, own, reversed)).rejects.toThrow(
      /its source sentences are written in words, and those of the training in characters/,
    );
  });
});

describe("a model that writes", () => {
  const recipe = "rnn-sequence-generation";
  const parameters = { hidden: 4, embedding: 2, window: 12 };
  const written = (seed: number) => {
    const random = new RandomStreams(seed).stream("text");
    return Array.from({ length: 2_000 }, () => "abcdefg h"[random.int(9)]).join("");
  };
  let own: OwnDataFile;

  beforeAll(async () => {
    own = await files.keep(DataKind.SEQUENCE, written(1));
  });

  test("is judged on another text, but for what of it stands anywhere in its training part", async () => {
    const other = await files.keep(DataKind.SEQUENCE, written(2) + written(1).slice(321, 1_121));
    const { figures, baseline } = await judged(recipe, parameters, own, other);
    expect(figures).toMatchObject({ rows: 1_999, leftOut: 800, unknownShare: 0, perplexity: expect.any(Number) });
    expect(baseline).toMatchObject({ rows: 1_999, leftOut: 800 });
    const { figures: itself } = await judged(recipe, parameters, own, own);
    expect(itself).toMatchObject({ rows: 400, leftOut: 1_599 });
    const known = await files.keep(DataKind.SEQUENCE, written(1).slice(0, 1_500));
    await expect(judged(recipe, parameters, own, known)).rejects.toThrow(/trained on all of its 1499 characters/);
  });

  test("does not find a text easy of which it knows little: each unknown character is one of the different ones", async () => {
    let count = 0;
    const unknown = async (different: number) => {
      const text = written(2).replaceAll("a", () => String.fromCodePoint(0x4e00 + (count++ % different)));
      return (await judged(recipe, parameters, own, await files.keep(DataKind.SEQUENCE, text))).figures;
    };
    const [one, many] = [await unknown(1), await unknown(50)];
    expect(one.unknownShare).toBeGreaterThan(0.05);
    expect(many.unknownShare).toBe(one.unknownShare);
    expect(many.crossEntropy - one.crossEntropy).toBeCloseTo(one.unknownShare * Math.log(50), 5);
  });

  test("is not judged on a text where it has learnt a series", async () => {
    await expect(judged(recipe, parameters, "co2", own)).rejects.toThrow(
      /it is a text, and the model has learnt a series/,
    );
  });
});
