import { expect, test } from "@jest/globals";
import { rnnSequenceGeneration } from "../../../src/domains/training/recipes/rnn-sequence-generation.spec.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { likelihoodFigures } from "../../evaluation/perplexity.js";
import type { TextPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

const trainers = new Trainers({
  spec: rnnSequenceGeneration,
  open,
  parameters: { hidden: 10, embedding: 6, window: 12, epochs: 2 },
  dataset: "co2",
});

keepsItsPromises(trainers, {
  parameters: { layers: 2, dropout: 0.3 },
  belongsTo: {
    network: { parameters: { hidden: 11 } },
    window: { parameters: { window: 13 } },
    levels: { parameters: { levels: 7 } },
    "data set": { dataset: "seattle-weather" },
  },
  threads: true,
});

test("three epochs of CO2 foretell its changes better than trigrams, on the same tokens", async () => {
  const trainer = await trainers.open({ parameters: { hidden: 50, embedding: 32, window: 50, epochs: 3 } });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "SEQUENCES");
  expect(baseline.name).toBe("trigrams");
  expect([model.unit, model.losses.length]).toEqual(["token", 75]);
  expect(baseline.passages).toEqual(model.passages);
  expect(model.samples).toHaveLength(3);
  const perplexity = (of: typeof model) => likelihoodFigures(of).perplexity;
  expect(perplexity(baseline)).toBeLessThan(13);
  expect(perplexity(model)).toBeLessThan(perplexity(baseline));
});

test("a run begins at the loss of guessing, and a text's loss falls", async () => {
  const trainer = await trainers.open({
    dataset: "moby-dick",
    parameters: { hidden: 24, embedding: 8, window: 24, learningRate: 2e-2 },
  });
  const losses = (await stepped(trainer, 40)).map(({ metrics }) => metrics["loss"]);
  expect(losses[0]).toBeCloseTo(trainer.chanceLoss!, 1);
  expect(losses.at(-1)).toBeLessThan(0.75 * losses[0]);
  expect(trainer.work?.examples).toBeGreaterThan(30);
});

test("a sample is a beginning of the validation part and what it writes after it, the same for the same weights", async () => {
  const trainer = await trainers.open({ dataset: "moby-dick" });
  const [sample] = await sampleTexts(trainer);
  expect(sample).toMatchObject({ name: "written", mediaType: "text/plain" });
  const [beginning, text] = sample.text.split(" | ");
  expect([[...beginning].length, [...text].length]).toEqual([40, 200]);
  expect(await sampleTexts(trainer)).toEqual([sample]);
  await stepped(trainer, 2);
  expect((await sampleTexts(trainer))[0].text).not.toBe(sample.text);
});

test("its model writes beginnings on as it is asked to: by the seed, and surest when it takes the likeliest", async () => {
  const trainer = await trainers.open({ parameters: { hidden: 32 } });
  await stepped(trainer);
  const [weights, preparation] = [await trainer.weights(), trainer.preparation!];
  const { alphabet } = preparation as { alphabet: string[] };
  const nothing = trainers.tf.memory().numTensors;
  const parameters = trainers.parameters({ parameters: { hidden: 32 } });
  const predictor = await openPredictor({ parameters, preparation, weights });
  const texts = [alphabet.slice(1, 6).join(" "), alphabet.slice(2, 4).join("  ")];
  const asked = async (choice: object) => {
    const beginnings = { texts, length: 30, seed: 1, ...choice };
    return (await predictor.predict({ beginnings })) as TextPrediction[];
  };
  const first = await asked({});
  expect(first.map(({ text }) => text.split(" ").length)).toEqual([30, 30]);
  for (const token of first[0].text.split(" ")) expect(alphabet.slice(1)).toContain(token);
  expect(await asked({})).toEqual(first);
  expect((await asked({ seed: 2 })).map(({ text }) => text)).not.toEqual(first.map(({ text }) => text));
  expect(await asked({ texts: texts.slice(1) })).toEqual(first.slice(1));
  const greedy = await asked({ topK: 1 });
  expect(await asked({ topK: 1, seed: 9 })).toEqual(greedy);
  expect(greedy[0].score).toBeGreaterThan((await asked({ temperature: 3, topP: 1, topK: 0 }))[0].score);
  // One token more is begun alike.
  expect((await asked({ topK: 1, length: 31 }))[0].text.startsWith(`${greedy[0].text} `)).toBe(true);
  await expect(asked({ texts: [texts[0], "whale"] })).rejects.toMatchObject({ field: "beginnings.texts.1" });
  predictor.dispose();
  expect(trainers.tf.memory().numTensors).toBe(nothing);
});
