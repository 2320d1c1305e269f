import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { deserialize, serialize } from "node:v8";
import { cnnImageClassification } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { accuracy } from "../../evaluation/classification.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import type { Tensorflow } from "../../runtime/tensor/tensorflow.js";
import type { StepReport, Trainer, TrainerState } from "../../runtime/trainer.js";
import { open } from "./trainer.js";

let tf: Tensorflow;
const opened: Trainer[] = [];

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
  const trainer = await open({
    parameters: cnnImageClassification.parameters.parse({ epochs: 2, ...parameters }),
    dataset: "mnist-digits-small",
    random: new RandomStreams(seed),
    checkpoint,
    log: () => {},
  });
  opened.push(trainer);
  return trainer;
}

async function stepped(trainer: Trainer, steps: number): Promise<StepReport[]> {
  const reports: StepReport[] = [];
  for (let i = 0; i < steps; i++) reports.push(await trainer.step());
  return reports;
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
  ["an epoch's end", 13],
  ["the middle of an epoch", 9],
])("a run interrupted at %s and resumed equals the uninterrupted one to the last bit", async (_, interruptedAt) => {
  const parameters = { shift: 2, dropout: 0.3 };
  const uninterrupted = await opening({ parameters });
  const before = await stepped(uninterrupted, interruptedAt);
  const checkpoint = await checkpointOf(uninterrupted);
  const after = await stepped(uninterrupted, 17 - interruptedAt);
  const [validation, end] = [await uninterrupted.validate(), await checkpointOf(uninterrupted)];

  const resumed = await opening({ parameters, checkpoint });
  expect(resumed.stepsDone).toBe(before.length);
  expect(await stepped(resumed, 17 - interruptedAt)).toEqual(after);
  expect(await resumed.validate()).toEqual(validation);
  expect(await checkpointOf(resumed)).toEqual(end);
});

test("two threads draw the same random numbers as one, and end with the same bits each time, also after an interruption", async () => {
  const parameters = { threads: 2, shift: 2, dropout: 0.3, batchSize: 33 };
  const one = await stepped(await opening({ parameters: { ...parameters, threads: 1 } }), 3);
  const uninterrupted = await opening({ parameters });
  const before = await stepped(uninterrupted, 3);
  before.forEach(({ metrics }, at) => expect(metrics["loss"]).toBeCloseTo(one[at].metrics["loss"], 4));
  const checkpoint = await checkpointOf(uninterrupted);
  const after = await stepped(uninterrupted, 3);
  const end = await checkpointOf(uninterrupted);
  const resumed = await opening({ parameters, checkpoint });
  expect(await stepped(resumed, 3)).toEqual(after);
  expect(await checkpointOf(resumed)).toEqual(end);
});

test("two epochs on 800 digits beat the nearest centroid's baseline on the test part", async () => {
  const trainer = await opening({ parameters: { batchSize: 16, epochs: 2 } });
  await stepped(trainer, trainer.totalSteps);
  const { model, baseline } = (await trainer.predict()) as Extract<TestPredictions, { kind: "CLASSIFICATION" }>;
  expect(baseline.name).toBe("nearest-centroid");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(baseline)).toBeGreaterThan(0.7);
  expect(accuracy(model)).toBeGreaterThan(accuracy(baseline));
});

test("an epoch takes as many steps as hold its pictures in batches of at most the given size, and its last step says so", async () => {
  const trainer = await opening({ parameters: { epochs: 1, batchSize: 300 } });
  expect(trainer.totalSteps).toBe(3);
  expect((await stepped(trainer, 3)).map(({ epoch, epochEnded }) => [epoch, epochEnded])).toEqual([
    [1, false],
    [1, false],
    [1, true],
  ]);
});

test.each([
  ["standard", 225_034],
  ["deep", 93_322],
])("the %s network has the catalogue's number of weights", async (variant, size) => {
  const trainer = await opening({ parameters: { variant } });
  const weights = Object.values(await trainer.weights());
  expect(weights.reduce((sum, { values }) => sum + values.length, 0)).toBe(size);
});

test("the deep network learns", async () => {
  const trainer = await opening({ parameters: { variant: "deep", batchSize: 16, dropout: 0, shift: 0 } });
  const losses = (await stepped(trainer, 50)).map(({ metrics }) => metrics["loss"]);
  expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
});

test("the cosine schedule falls from the learning rate to nearly nothing, the constant one stays", async () => {
  const rates = async (learningRateSchedule: string) => {
    const trainer = await opening({ parameters: { epochs: 1, batchSize: 200, learningRateSchedule } });
    return (await stepped(trainer, 4)).map(({ metrics }) => metrics["learning_rate"]);
  };
  expect(await rates("constant")).toEqual([1e-3, 1e-3, 1e-3, 1e-3]);
  const cosine = await rates("cosine");
  [1, 0.853553, 0.5, 0.146447].forEach((share, i) => expect(cosine[i]).toBeCloseTo(share * 1e-3, 8));
});

test("steps, validation and samples leave no tensors behind, and disposing leaves none at all", async () => {
  const nothing = tf.memory().numTensors;
  const trainer = await opening();
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

test("a sample shows one of each class and names the mistakes", async () => {
  const trainer = await opening();
  const [sample] = (await trainer.samples?.()) ?? [];
  const svg = new TextDecoder().decode(sample?.content);
  expect(sample).toMatchObject({ name: "digits", mediaType: "image/svg+xml" });
  expect(svg.match(/<image /g)).toHaveLength(20);
  const wrong = Math.round(100 * (1 - (await trainer.validate())["accuracy"]));
  expect(svg).toContain(`Surest mistakes (${wrong} of 100)`);
});

test.each([
  ["network", { parameters: { variant: "deep" } }],
  ["seed", { seed: 2 }],
])("a checkpoint of another %s is refused", async (_, choice) => {
  const checkpoint = await checkpointOf(await opening());
  await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
});
