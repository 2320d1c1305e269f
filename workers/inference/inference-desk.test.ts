import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { findRecipe } from "../../src/domains/training/recipes/recipe-catalogue.js";
import type { InferenceAnswer, PredictionInput } from "../../src/domains/training/predictions/prediction.specs.js";
import { RandomStreams } from "../../src/kernel/random.js";
import { loadTable } from "../datasets/built-in-tables.js";
import { loadMnistDigits } from "../datasets/mnist-digits.js";
import { loadTimeSeries } from "../datasets/time-series.js";
import { greyPng } from "../drawing/png.js";
import type { Predictions, TestPredictions } from "../evaluation/test-predictions.js";
import { prepare as prepareDigits } from "../recipes/cnn-image-classification/data.js";
import { findImplementation } from "../recipes/registry.js";
import { prepare as prepareTable, stepsOf } from "../recipes/tabular-classification/preparation.js";
import { encodeSafetensors } from "../runtime/safetensors.js";
import { openBackend } from "../runtime/tensor/backend.js";
import type { Tensorflow } from "../runtime/tensor/tensorflow.js";
import { InferenceDesk } from "./inference-desk.js";

const SEED = 3;
let tf: Tensorflow;
let desk: InferenceDesk;

beforeAll(async () => {
  ({ tf } = await openBackend("CPU", "wasm"));
});

afterEach(() => {
  tf.disposeVariables();
});

/** A run of a few steps: what it predicts on its test part, and the file that it leaves. */
async function trained(recipe: string, dataset: string, given: Record<string, unknown>, steps = 5) {
  const parameters = findRecipe(recipe)!.parameters.parse(given);
  const { open } = findImplementation(recipe)!;
  const trainer = await open({ parameters, dataset, random: new RandomStreams(SEED), log: () => {} });
  for (let step = 0; step < steps; step++) await trainer.step();
  const predictions: TestPredictions = await trainer.predict();
  const { preparation } = trainer;
  const file = encodeSafetensors({ tensors: await trainer.weights(), json: { preparation } });
  trainer.dispose();
  return { predictions, model: { recipe, parameters, file } };
}

const ask = (weightsId: string, input: PredictionInput, model?: Awaited<ReturnType<typeof trained>>["model"]) =>
  desk.answer({ weightsId, input, model });

function classes(answer: Omit<InferenceAnswer, "id">): { label: string; probabilities: Map<string, number> }[] {
  expect(answer).toMatchObject({ type: "predicted" });
  const { predictions } = answer as Extract<InferenceAnswer, { type: "predicted" }>;
  return predictions.map((said) => {
    if (said.__typename !== "ClassPrediction") throw new Error("no class");
    return { ...said, probabilities: new Map(said.probabilities.map((of) => [of.label, of.probability])) };
  });
}

function expectSame(answer: Omit<InferenceAnswer, "id">, { classes: known, probabilities }: Predictions): void {
  classes(answer).forEach((said, example) => {
    const own = known.map((_, at) => probabilities[example * known.length + at]);
    known.forEach((label, at) => expect(said.probabilities.get(label)).toBeCloseTo(own[at], 5));
    expect(said.label).toBe(known[own.indexOf(Math.max(...own))]);
  });
}

test("a digit sent as PNG gets the probabilities that its run gave it, and leaves no tensor behind", async () => {
  desk = new InferenceDesk(2 ** 30);
  const { predictions, model } = await trained("cnn-image-classification", "mnist-digits-small", { batchSize: 32 });
  const { split, pixels } = prepareDigits(
    await loadMnistDigits("mnist-digits-small"),
    new RandomStreams(SEED).stream("split"),
  );
  const images = Array.from(split.test.subarray(0, 4), (row) =>
    greyPng(pixels.subarray(row * 784, (row + 1) * 784), 28, 28).toString("base64"),
  );
  expect(await ask("digits", { images })).toEqual({ type: "cold" });
  expectSame(await ask("digits", { images }, model), predictions.model as Predictions);
  const held = tf.memory().numTensors;
  expectSame(await ask("digits", { images }), predictions.model as Predictions);
  expect(tf.memory().numTensors).toBe(held);
});

test.each(["drop", "median"] as const)(
  "a penguin gets the probabilities that its run gave it (%s)",
  async (missing) => {
    desk = new InferenceDesk(2 ** 30);
    const { predictions, model } = await trained("tabular-classification", "penguins", { missing }, 20);
    const table = await loadTable("penguins");
    const prepared = prepareTable(
      table,
      stepsOf({ missing, labels: "" }, new RandomStreams(SEED).stream("split")),
      () => {},
    );
    const rows = Array.from(prepared.split.test.subarray(0, 20), (row) =>
      Object.fromEntries(table.columns.map(({ name, values }) => [name, asCell(values[row])])),
    );
    expectSame(await ask("penguins", { rows }, model), predictions.model as Predictions);

    const gap = await ask("penguins", { rows: [rows[0], { ...rows[1], body_mass_g: null }] });
    if (missing === "median") expect(classes(gap)).toHaveLength(2);
    else expect(gap).toMatchObject({ type: "invalid", field: "rows.1.body_mass_g" });
    const strange = { ...rows[0], wings: 2 };
    expect(await ask("penguins", { rows: [strange] })).toMatchObject({ type: "invalid", field: "rows.0.wings" });
    const text = { ...rows[0], body_mass_g: "heavy" };
    expect(await ask("penguins", { rows: [text] })).toMatchObject({ type: "invalid", field: "rows.0.body_mass_g" });
  },
);

function asCell(value: string | number): string | number | null {
  return value === "" || Number.isNaN(value) ? null : value;
}

test.each(["none", "first", "seasonal"])(
  "the first day of the test part is forecast as by its run (%s)",
  async (difference) => {
    desk = new InferenceDesk(2 ** 30);
    const parameters = { difference, window: 12, hidden: 8 };
    const { predictions, model } = await trained("lstm-time-series", "co2", parameters);
    const { predicted, from } = predictions.model as Extract<TestPredictions, { kind: "FORECAST" }>["model"];
    const { dates, values, unit } = await loadTimeSeries("co2");
    const first = dates.indexOf(from);
    const series = { values: [...values.subarray(0, first)], until: dates[first - 1], steps: 1 };
    const answer = await ask("co2", { series }, model);
    expect(answer).toMatchObject({ type: "predicted", predictions: [{ __typename: "SeriesPrediction", unit }] });
    const said = (answer as unknown as { predictions: { values: number[] }[] }).predictions[0].values;
    expect(said).toHaveLength(1);
    expect(said[0]).toBeCloseTo(predicted[0], 3);

    const further = await ask("co2", { series: { ...series, steps: 6 } });
    const values6 = (further as unknown as { predictions: { values: number[] }[] }).predictions[0].values;
    expect(values6).toHaveLength(6);
    expect(values6[0]).toBeCloseTo(said[0], 5);
    const short = { ...series, values: series.values.slice(-5) };
    expect(await ask("co2", { series: short })).toMatchObject({ type: "invalid", field: "series.values" });
  },
);

test("weights without their preparation, and models that are too large, are refused", async () => {
  const { model } = await trained("tabular-classification", "penguins", {}, 1);
  desk = new InferenceDesk(100);
  expect(await ask("penguins", { rows: [{}] }, model)).toMatchObject({ type: "refused", code: "MODEL_TOO_LARGE" });
  desk = new InferenceDesk(2 ** 20);
  const bare = { ...model, file: encodeSafetensors({ tensors: {}, json: {} }) };
  expect(await ask("penguins", { rows: [{}] }, bare)).toMatchObject({ code: "MODEL_WITHOUT_PREPARATION" });
});
