import { expect, test } from "@jest/globals";
import { join } from "node:path";
import { bertFineTuneClassification } from "../../../src/domains/training/recipes/bert-fine-tune-classification.spec.js";
import { projectRoot } from "../../../src/kernel/project-root.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { accuracy } from "../../evaluation/classification.js";
import { open } from "./trainer.js";

/** Short sentences: 2,100 to train in 27 steps an epoch. */
const trainers = new Trainers({
  spec: bertFineTuneClassification,
  open,
  parameters: { batchSize: 80, maxLength: 24, epochs: 1 },
  dataset: "word-order-en",
});

keepsItsPromises(trainers, {
  parameters: { dropout: 0.2, frozen: 1 },
  belongsTo: { "frozen part": { parameters: { frozen: 0 } }, "set of texts": { dataset: "word-order-zh" } },
  threads: true,
});

test("it learns what only the order of words tells to 0.95 of the test part, where a bag of words guesses", async () => {
  const trainer = await trainers.open({
    parameters: { epochs: 8, batchSize: 32, warmup: 0.1, gradientClip: 1, learningRate: 2e-3 },
  });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
  expect(baseline.name).toBe("bag-of-words");
  expect(accuracy(model)).toBeGreaterThanOrEqual(0.95);
  expect(accuracy(baseline)).toBeLessThan(0.6);
});

test("frozen parts stay as they were in the checkpoint and are no part of what is learnt; the rest moves", async () => {
  const all = Object.keys(await (await trainers.open()).weights());
  const trainer = await trainers.open({ parameters: { frozen: 2 } });
  const before = await trainer.weights();
  expect(all.filter((name) => !(name in before)).map((name) => name.split("/")[0])).toEqual(
    expect.arrayContaining(["words", "positions", "types", "embeddings-norm", "block1"]),
  );
  expect(Object.keys(before).some((name) => name.startsWith("block1"))).toBe(false);
  await stepped(trainer, 2);
  const after = await trainer.weights();
  expect(after["block2/feed/inner/kernel"].values).not.toEqual(before["block2/feed/inner/kernel"].values);
});

test("an operator's checkpoint is fine-tuned as the built-in one is, with its own limit of tokens", async () => {
  const logged: string[] = [];
  const trainer = await open({
    parameters: bertFineTuneClassification.parameters.parse({ checkpoint: "bert-tiny-fixture", maxLength: 512 }),
    dataset: "ham-spam",
    random: new RandomStreams(1),
    models: join(projectRoot, "test/fixtures/models"),
    log: (message) => logged.push(message),
  });
  expect(logged.join()).toMatch(/longer than 48 tokens.*A learning rate of 0\.002 spoils what bert-tiny-fixture/s);
  const [{ metrics }] = await stepped(trainer, 1);
  expect(metrics["loss"]).toBeGreaterThan(0);
  trainer.dispose();
});

test("a model that is not on the worker is refused, and said what to do", async () => {
  const opening = trainers.open({ parameters: { checkpoint: "bert-base-chinese" } });
  await expect(opening).rejects.toMatchObject({
    code: "MODEL_UNUSABLE",
    message: expect.stringContaining("GROUNDWORK_MODELS"),
  });
});

test("a sample shows held-out sentences with what they are taken for, and how surely", async () => {
  const [{ text, ...sample }] = await sampleTexts(await trainers.open());
  expect(sample).toEqual({ name: "texts", mediaType: "text/plain" });
  const [heading, first] = text.split("\n");
  expect(heading).toBe("Held-out texts · 验证文本");
  expect(first).toMatch(/^(ahead|behind)( ≠ (ahead|behind))? \d+ %: .*(Aurora|aurora)/);
  expect(text).toContain("Surest mistakes");
});
