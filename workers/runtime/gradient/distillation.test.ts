import { describe, expect, test } from "@jest/globals";
import { keepsItsPromises, predicted, stepped, Trainers } from "../../../test/harness/trainers.js";
import { cnnImageClassification } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { gcnGraphClassification } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { lstmTextClassifier } from "../../../src/domains/training/recipes/lstm-text-classifier.spec.js";
import { tabularClassification } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { open as openDigits } from "../../recipes/cnn-image-classification/trainer.js";
import { open as openGraphs } from "../../recipes/gcn-graph-classification/trainer.js";
import { open as openTexts } from "../../recipes/lstm-text-classifier/trainer.js";
import { open as openTable } from "../../recipes/tabular-classification/trainer.js";
import { taughtLosses } from "../tensor/taught-losses.js";
import type { OpenTrainer, Teacher, Trainer } from "../trainer.js";

const table = {
  spec: tabularClassification,
  parameters: { epochs: 6, batchSize: 24, hiddenUnits: 8, layers: 1 },
  dataset: "penguins",
};

/** Opens runs that learn from a network of 32 units which has learnt nothing, with the run's own seed. */
const openTaught: OpenTrainer<Parameters<typeof openTable>[0]["parameters"]> = async (context) => {
  const parameters = { ...context.parameters, hiddenUnits: 32, layers: 2 };
  const random = new RandomStreams(context.random.state().seed);
  const { dataset, log } = context;
  const trainer = await openTable({ parameters, dataset, random, log });
  const teacher = { parameters, weights: await trainer.weights() };
  trainer.dispose();
  return openTable({ ...context, teacher });
};

describe("a student", () => {
  keepsItsPromises(new Trainers({ ...table, open: openTaught }), {
    parameters: { dropout: 0.2, teacherTemperature: 3, teacherWeight: 0.5 },
    belongsTo: { width: { parameters: { hiddenUnits: 16 } } },
    threads: true,
  });
});

const likeliest = (rows: number, probabilities: Float32Array) => {
  const classes = probabilities.length / rows;
  return Array.from({ length: rows }, (_, row) => {
    const own = probabilities.subarray(row * classes, (row + 1) * classes);
    return own.indexOf(Math.max(...own));
  });
};

async function answers(trainer: Trainer): Promise<number[]> {
  const { model } = await predicted(trainer, "CLASSIFICATION");
  return likeliest(model.labels.length, model.probabilities);
}

const tables = new Trainers({ ...table, open: openTable });
const suites = {
  tables: { trainers: tables, greater: { hiddenUnits: 32, layers: 2 } },
  pictures: {
    trainers: new Trainers({
      spec: cnnImageClassification,
      open: openDigits,
      parameters: { epochs: 1, batchSize: 20, shift: 0, dropout: 0, variant: "standard" },
      dataset: "mnist-digits-small",
    }),
    greater: { variant: "deep" },
  },
  graphs: {
    trainers: new Trainers({
      spec: gcnGraphClassification,
      open: openGraphs,
      parameters: { epochs: 8, width: 8, dropout: 0 },
      dataset: "motif-graphs-small",
    }),
    greater: { width: 24 },
  },
  texts: {
    trainers: new Trainers({
      spec: lstmTextClassifier,
      open: openTexts,
      parameters: { epochs: 1, vocabulary: 300, maxLength: 12, embedding: 8, hidden: 8, dropout: 0, wordDropout: 0 },
      dataset: "ham-spam",
    }),
    greater: { vocabulary: 500, maxLength: 16, embedding: 12, hidden: 12 },
  },
};

/** A network that has learnt, and mistakes each class for the next one. */
async function mistakenTeacher(trainer: Trainer): Promise<Teacher["weights"]> {
  await stepped(trainer);
  const weights = await trainer.weights();
  for (const name of ["classes/kernel", "classes/bias"]) {
    const { shape, values } = weights[name];
    const classes = shape.at(-1)!;
    weights[name].values = values.map((_: number, at: number) => {
      const column = at % classes;
      return values[at - column + ((column + 1) % classes)];
    });
  }
  return weights;
}

describe.each(Object.entries(suites))("a student of %s", (_, { trainers, greater }) => {
  test("answers as its teacher does, even where that is wrong, and without one does not", async () => {
    const parameters: Record<string, unknown> = trainers.parameters({ parameters: greater });
    const teacher = { parameters, weights: await mistakenTeacher(await trainers.open({ parameters: greater })) };
    const asked = await trainers.open({ parameters: greater });
    asked.load!(teacher.weights);
    const wanted = await answers(asked);
    const agreement = async (given: { teacher?: Teacher }) => {
      const trainer = await trainers.open({ parameters: { teacherWeight: 1 }, ...given });
      await stepped(trainer);
      const said = await answers(trainer);
      return said.filter((answer, at) => answer === wanted[at]).length / said.length;
    };
    expect(await agreement({ teacher })).toBeGreaterThan(0.7);
    expect(await agreement({})).toBeLessThan(0.3);
  });
});

test("a teacher that prepared its rows in another way is refused, since it may have seen the test part", async () => {
  const parameters = tables.parameters({ parameters: { missing: "median" } });
  const weights = await (await tables.open({ parameters: { missing: "median" } })).weights();
  await expect(tables.open({ teacher: { parameters, weights } })).rejects.toMatchObject({ code: "TEACHER_MISMATCH" });
});

test("the loss is what the paper says, worked out by hand", async () => {
  const [scores, soft, temperature, trust] = [[1, -1, 0.5], [0.7, 0.1, 0.2], 2, 0.4];
  const exponents = scores.map((score) => Math.exp(score / temperature));
  const sum = exponents.reduce((total, value) => total + value, 0);
  const divergence = soft.reduce((total, p, at) => total + p * Math.log(p / (exponents[at] / sum)), 0);
  const { tf } = tables;
  const found = tf.tidy(() =>
    taughtLosses(tf.tensor1d([1.5, 1.5]), tf.tensor2d([scores, scores]), {
      soft: Float32Array.from([...soft, ...soft]),
      temperature: Float32Array.of(temperature, 1),
      trust: Float32Array.of(trust, 0),
    }).arraySync(),
  ) as number[];
  expect(found[0]).toBeCloseTo((1 - trust) * 1.5 + trust * temperature ** 2 * divergence, 5);
  expect(found[1]).toBeCloseTo(1.5, 6);
});
