import { expect, test } from "@jest/globals";
import { rnnSequenceGeneration } from "../../../src/domains/training/recipes/rnn-sequence-generation.spec.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { likelihoodFigures } from "../../evaluation/perplexity.js";
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
