import { expect, test } from "@jest/globals";
import { transformerTranslation } from "../../../src/domains/training/recipes/transformer-translation.spec.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { corpusBleu } from "../../evaluation/text/bleu.js";
import type { TextPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

const trainers = new Trainers({
  spec: transformerTranslation,
  open,
  parameters: { width: 16, heads: 2, layers: 1, inner: 32, batchSize: 100, epochs: 2, beam: 2 },
  dataset: "startup-sentences-small",
});

keepsItsPromises(trainers, {
  parameters: { dropout: 0.3, labelSmoothing: 0.1 },
  belongsTo: {
    network: { parameters: { inner: 48 } },
    "longest sentence": { parameters: { longest: 20 } },
    "data set": { dataset: "startup-sentences" },
  },
  threads: true,
});

test("a few epochs on 2,400 pairs translate better than the memory of the most alike sentence", async () => {
  const trainer = await trainers.open({
    parameters: { width: 48, heads: 4, inner: 128, batchSize: 32, epochs: 8, dropout: 0, learningRate: 4e-3 },
  });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "TRANSLATION");
  expect(baseline.name).toBe("translation-memory");
  expect([baseline.sources, baseline.references]).toEqual([model.sources, model.references]);
  const bleu = (hypotheses: string[]) => {
    const references = model.references.map((reference) => [reference]);
    return corpusBleu(hypotheses, references, { tokeniser: "13a" }).bleu;
  };
  expect(bleu(baseline.hypotheses)).toBeGreaterThan(20);
  expect(bleu(model.hypotheses)).toBeGreaterThan(bleu(baseline.hypotheses));
});

test("a run begins near the loss of guessing, tells what a step takes, and its losses fall", async () => {
  const trainer = await trainers.open({ parameters: { batchSize: 50 } });
  const { loss } = await trainer.validate();
  expect(Math.abs(loss - trainer.chanceLoss!)).toBeLessThan(0.15 * loss);
  expect(trainer.work?.flops).toBeGreaterThan(1e7);
  const losses = (await stepped(trainer, 30)).map(({ metrics }) => metrics["loss"]);
  expect(losses.at(-1)).toBeLessThan(0.9 * losses[0]);
});

test("samples show twelve translations, and a square of attention for each pair of tokens, whose rows sum to one", async () => {
  const trainer = await trainers.open();
  await stepped(trainer, 3);
  const [table, map] = await sampleTexts(trainer);
  expect(table).toMatchObject({ name: "translations", mediaType: "image/svg+xml" });
  expect(table.text).toContain("of 12 to the letter");
  expect(map).toMatchObject({ name: "attention", mediaType: "image/svg+xml" });
  const shares = [...map.text.matchAll(/data-share="([^"]*)"/g)].map(([, share]) => Number(share));
  const rows = new Set([...map.text.matchAll(/data-share="[^"]*" x="[^"]*" y="([^"]*)"/g)].map(([, y]) => y)).size;
  expect(shares.reduce((sum, share) => sum + share, 0) / rows).toBeCloseTo(1, 1);
});

test("a width that heads do not divide is refused by name", () => {
  const { success, error } = transformerTranslation.parameters.safeParse({ width: 50, heads: 4 });
  expect(success).toBe(false);
  expect(error?.issues[0]).toMatchObject({ path: ["width"] });
});

test("its model is asked about sentences, and translates as on the test part, surer of the likelier", async () => {
  const trainer = await trainers.open();
  await stepped(trainer);
  const { model } = await predicted(trainer, "TRANSLATION");
  const [weights, preparation] = [await trainer.weights(), trainer.preparation!];
  const nothing = trainers.tf.memory().numTensors;
  const predictor = await openPredictor({ parameters: trainers.parameters({}), preparation, weights });
  const texts = model.sources.slice(0, 20);
  const answers = (await predictor.predict({ texts })) as TextPrediction[];
  expect(answers.map(({ text }) => text)).toEqual(model.hypotheses.slice(0, 20));
  for (const { score } of answers) expect(score).toBeLessThan(0);
  const [alone] = (await predictor.predict({ texts: texts.slice(3, 4) })) as TextPrediction[];
  expect(alone.text).toBe(answers[3].text);
  expect(alone.score).toBeCloseTo(answers[3].score, 4);
  await expect(predictor.predict({ texts: ["好", "好".repeat(500)] })).rejects.toMatchObject({ field: "texts.1" });
  predictor.dispose();
  expect(trainers.tf.memory().numTensors).toBe(nothing);
});

test("a run begins with another's weights", async () => {
  const first = await trainers.open();
  await stepped(first, 5);
  const [weights, judged] = [await first.weights(), await first.validate()];
  const next = await trainers.open({ origin: { weights, frozen: [], renewed: [] } });
  expect(await next.validate()).toEqual(judged);
});
