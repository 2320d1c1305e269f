import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { deserialize, serialize } from "node:v8";
import { tabularClassification } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import type { Tensorflow } from "../../runtime/tensor/tensorflow.js";
import type { StepReport, Trainer, TrainerState } from "../../runtime/trainer.js";
import { open } from "./trainer.js";

let tf: Tensorflow;
const opened: Trainer[] = [];
let logged: string[] = [];

beforeAll(async () => {
  ({ tf } = await openBackend("ANY", "wasm"));
});

afterEach(() => {
  for (const trainer of opened.splice(0)) trainer.dispose();
});

interface Choice {
  parameters?: Record<string, unknown>;
  seed?: number;
  checkpoint?: TrainerState;
}

async function opening({ parameters = {}, seed = 1, checkpoint }: Choice = {}): Promise<Trainer> {
  for (const trainer of opened.splice(0)) trainer.dispose();
  logged = [];
  const trainer = await open({
    parameters: tabularClassification.parameters.parse({ epochs: 2, ...parameters }),
    dataset: "penguins",
    random: new RandomStreams(seed),
    checkpoint,
    log: (line) => logged.push(line),
  });
  opened.push(trainer);
  return trainer;
}

async function stepped(trainer: Trainer, steps: number): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  for (let i = 0; i < steps; i++) reports.push(await trainer.step());
  return reports;
}

async function predicted(trainer: Trainer) {
  const predictions = await trainer.predict();
  if (predictions.kind !== "CLASSIFICATION") throw new Error("these are no class probabilities");
  return predictions;
}

/** As a checkpoint travels to the worker and back. */
async function checkpointOf(trainer: Trainer): Promise<TrainerState> {
  return deserialize(serialize(await trainer.state())) as TrainerState;
}

test("the same seed gives the same metrics to the last bit, another seed others", async () => {
  const first = await stepped(await opening(), 4);
  expect(await stepped(await opening(), 4)).toEqual(first);
  expect(await stepped(await opening({ seed: 2 }), 4)).not.toEqual(first);
});

test.each([
  ["an epoch's end", 15],
  ["the middle of an epoch", 9],
])("a run interrupted at %s and resumed equals the uninterrupted one to the last bit", async (_, interruptedAt) => {
  const parameters = { dropout: 0.3, classWeights: "balanced", missing: "median" };
  const uninterrupted = await opening({ parameters });
  await stepped(uninterrupted, interruptedAt);
  const checkpoint = await checkpointOf(uninterrupted);
  const after = await stepped(uninterrupted, 19 - interruptedAt);
  const [validation, end] = [await uninterrupted.validate(), await checkpointOf(uninterrupted)];

  const resumed = await opening({ parameters, checkpoint });
  expect(resumed.stepsDone).toBe(interruptedAt);
  expect(await stepped(resumed, 19 - interruptedAt)).toEqual(after);
  expect(await resumed.validate()).toEqual(validation);
  expect(await checkpointOf(resumed)).toEqual(end);
});

test("twenty epochs beat the majority class by far and logistic regression by its log loss, on the same test part", async () => {
  const trainer = await opening({ parameters: { epochs: 20 }, seed: 2 });
  await stepped(trainer, trainer.totalSteps);
  const { model, baseline } = await predicted(trainer);
  expect(baseline.name).toBe("logistic-regression");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(model)).toBeGreaterThanOrEqual(accuracy(baseline) - 0.03);
  expect(accuracy(model)).toBeGreaterThan(0.95);
  expect(logLoss(model)).toBeLessThan(logLoss(baseline));
  expect(logged.at(-1)).toBe("Always saying “Adelie”, the commonest class, has the accuracy 0.4328 on the test part.");
});

test("guessing costs the entropy of the classes' shares, and that of equal shares with balanced weights", async () => {
  const { chanceLoss } = await opening();
  expect(chanceLoss).toBeGreaterThan(1.0);
  expect(chanceLoss).toBeLessThan(Math.log(3));
  expect((await opening({ parameters: { classWeights: "balanced" } })).chanceLoss).toBeCloseTo(Math.log(3), 6);
});

test("weights that are loaded are the ones that predict", async () => {
  const trainer = await opening();
  const [first, judged] = [await trainer.weights(), await trainer.validate()];
  await stepped(trainer, 5);
  expect(await trainer.validate()).not.toEqual(judged);
  trainer.load?.(first);
  expect(await trainer.validate()).toEqual(judged);
});

test("renamed labels are the classes that are predicted", async () => {
  const trainer = await opening({ parameters: { labels: "Adelie=small, Chinstrap=small, Gentoo=large" } });
  const { model } = await predicted(trainer);
  expect(model.classes).toEqual(["large", "small"]);
});

test("steps, validation and samples leave no tensors behind, and disposing leaves none at all", async () => {
  const nothing = tf.memory().numTensors;
  const trainer = await opening({ parameters: { classWeights: "balanced" } });
  await stepped(trainer, 1);
  const after = tf.memory().numTensors;
  await stepped(trainer, 3);
  await trainer.validate();
  await trainer.samples?.();
  await trainer.predict();
  expect(tf.memory().numTensors).toBe(after);
  trainer.dispose();
  opened.pop();
  expect(tf.memory().numTensors).toBe(nothing);
});

test("a sample shows every row of the validation part in two columns, and marks the mistakes", async () => {
  const trainer = await opening();
  const [sample] = (await trainer.samples?.()) ?? [];
  const svg = new TextDecoder().decode(sample?.content);
  expect(sample).toMatchObject({ name: "rows", mediaType: "image/svg+xml" });
  expect(svg.match(/data-true/g)).toHaveLength(34);
  expect(svg).toContain("flipper_length_mm");
  const wrong = Math.round(34 * (1 - (await trainer.validate())["accuracy"]));
  expect(wrong).toBeGreaterThan(0);
  expect(svg).toContain(`${wrong} / 34`);
});

test.each([
  ["network", { parameters: { hiddenUnits: 8 } }],
  ["seed", { seed: 2 }],
  ["preparation", { parameters: { missing: "median" } }],
])("a checkpoint of another %s is refused", async (_, choice) => {
  const checkpoint = await checkpointOf(await opening());
  await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
});
