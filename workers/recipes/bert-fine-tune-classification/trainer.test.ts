import { expect, test } from "@jest/globals";
import { join } from "node:path";
import { bertFineTuneClassification } from "../../../src/domains/training/recipes/bert-fine-tune-classification.spec.js";
import { projectRoot } from "../../../src/kernel/project-root.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import {
  checkpointOf,
  keepsItsPromises,
  predicted,
  sampleTexts,
  stepped,
  Trainers,
} from "../../../test/harness/trainers.js";
import { isDeepStrictEqual } from "node:util";
import type { ClassPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { openBertCheckpoint } from "../../bert/checkpoint.js";
import { loadTexts } from "../../datasets/built-in-texts.js";
import { accuracy } from "../../evaluation/classification.js";
import type { StateTensor } from "../../runtime/trainer.js";
import { prepare } from "./data.js";
import { openPredictor } from "./predictor.js";
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

test("its model is asked about texts of any length, and says of the test part what the run said, frozen parts included", async () => {
  const parameters = { frozen: 1, maxLength: 24, batchSize: 80, epochs: 1 };
  const trainer = await trainers.open({ parameters });
  await stepped(trainer, 2);
  const { model } = await predicted(trainer, "CLASSIFICATION");
  const tokenizer = (await openBertCheckpoint("bert-tiny")).tokenizer;
  const { split, texts } = prepare(
    await loadTexts("word-order-en"),
    tokenizer,
    24,
    new RandomStreams(1).stream("split"),
  );
  const predictor = await openPredictor({
    parameters: bertFineTuneClassification.parameters.parse(parameters),
    preparation: JSON.parse(JSON.stringify(trainer.preparation)) as Record<string, unknown>,
    weights: await trainer.weights(),
  });
  const before = trainers.tf.memory().numTensors;
  const rows = split.test.subarray(0, 40);
  const answers = await predictor.predict({ texts: Array.from(rows, (row) => texts[row]) });
  answers.forEach((answer, at) => {
    const { probabilities } = answer as ClassPrediction;
    for (const [number, name] of model.classes.entries()) {
      const { probability } = probabilities.find(({ label }) => label === name)!;
      expect(probability).toBeCloseTo(model.probabilities[model.classes.length * at + number], 5);
    }
  });
  const [cut, whole] = await predictor.predict({ texts: ["word ".repeat(22), "word ".repeat(4_000)] });
  expect(whole).toEqual(cut);
  expect(trainers.tf.memory().numTensors).toBe(before);
  predictor.dispose();
});

/** Layers whose weights are other than before. */
function moved(before: Record<string, StateTensor>, after: Record<string, StateTensor>): string[] {
  const names = Object.keys(after).filter((name) => !isDeepStrictEqual(before[name], after[name]));
  return [...new Set(names.map((name) => name.split("/")[0]))].sort();
}

test("frozen parts stay as they were in the checkpoint, and are part of the model all the same; the rest moves", async () => {
  const all = await (await trainers.open()).weights();
  const trainer = await trainers.open({ parameters: { frozen: 2 } });
  expect(await trainer.weights()).toEqual(all);
  await stepped(trainer, 2);
  expect(moved(all, await trainer.weights())).toEqual(["block2", "classes", "pooler"]);
});

test("with another run's weights it begins with all of them, frozen or not, and goes on from them after a checkpoint", async () => {
  const first = await trainers.open();
  await stepped(first, 2);
  const weights = await first.weights();
  const origin = { weights, frozen: ["pooler"], renewed: ["classes"] };
  const parameters = { frozen: 2 };
  const second = await trainers.open({ parameters, origin });
  const begun = await second.weights();
  expect(moved(weights, begun)).toEqual(["classes"]);
  await stepped(second, 2);
  expect(moved(begun, await second.weights())).toEqual(["block2", "classes"]);
  const [end, checkpoint] = [await second.weights(), await checkpointOf(second)];
  expect(await (await trainers.open({ parameters, origin, checkpoint })).weights()).toEqual(end);
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
