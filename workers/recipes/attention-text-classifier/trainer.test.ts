import { expect, test } from "@jest/globals";
import { attentionTextClassifier } from "../../../src/domains/training/recipes/attention-text-classifier.spec.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { accuracy } from "../../evaluation/classification.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

const trainers = new Trainers({
  spec: attentionTextClassifier,
  open,
  parameters: { ...{ embedding: 16, hidden: 12, attention: 8 }, epochs: 2, batchSize: 64 },
  dataset: "word-order-en",
});

keepsItsPromises(trainers, {
  parameters: { dropout: 0.3, wordDropout: 0.2, classWeights: "balanced" },
  belongsTo: {
    network: { parameters: { hidden: 13 } },
    length: { parameters: { maxLength: 9 } },
    language: { dataset: "word-order-zh" },
  },
  threads: true,
});

test("where the order of words alone tells, it learns what a bag of words cannot, and its model answers as it did", async () => {
  const parameters = { epochs: 8, batchSize: 32, dropout: 0, wordDropout: 0, learningRate: 5e-3 };
  const trainer = await trainers.open({ parameters });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
  expect(baseline.name).toBe("bag-of-words");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(model)).toBeGreaterThan(0.9);
  expect(Math.abs(accuracy(baseline) - 0.5)).toBeLessThan(0.08);

  const { rows, texts = [] } = model.shown!;
  const saved = {
    parameters: attentionTextClassifier.parameters.parse(parameters),
    preparation: JSON.parse(JSON.stringify(trainer.preparation)) as Record<string, unknown>,
    weights: await trainer.weights(),
  };
  const predictor = await openPredictor(saved);
  const answers = await predictor.predict({ texts: texts.slice(0, 3) });
  predictor.dispose();
  answers.forEach((answer, at) => {
    const { probabilities } = answer as { probabilities: { label: string; probability: number }[] };
    const ahead = probabilities.find(({ label }) => label === "ahead")!;
    expect(ahead.probability).toBeCloseTo(model.probabilities[2 * rows[at]], 4);
  });
});

test("a sample marks the words of held-out texts of each class, Chinese ones too", async () => {
  const trainer = await trainers.open({ dataset: "word-order-zh" });
  const [{ text: svg, ...sample }] = await sampleTexts(trainer);
  expect(sample).toMatchObject({ name: "texts", mediaType: "image/svg+xml" });
  expect(svg).toContain(">极<");
  expect(svg.match(/fill-opacity/g)!.length).toBeGreaterThan(30);
});
