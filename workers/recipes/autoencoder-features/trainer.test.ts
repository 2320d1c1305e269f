import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { deserialize, serialize } from "node:v8";
import { autoencoderFeatures } from "../../../src/domains/training/recipes/autoencoder-features.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { meanSquaredError } from "../../evaluation/images.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
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

/** Small networks: 700 pictures to train in 22 steps an epoch. */
async function opening({ parameters = {}, seed = 1, checkpoint }: Choice = {}): Promise<Trainer> {
  for (const trainer of opened.splice(0)) trainer.dispose();
  const small = { epochs: 2, batchSize: 32, filters: 8, features: 16 };
  const trainer = await open({
    parameters: autoencoderFeatures.parameters.parse({ ...small, ...parameters }),
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

async function predictionsOf(trainer: Trainer) {
  return (await trainer.predict()) as Extract<TestPredictions, { kind: "RECONSTRUCTION" }>;
}

test("the same seed gives the same metrics to the last bit, another seed others", async () => {
  const first = await stepped(await opening(), 4);
  expect(await stepped(await opening(), 4)).toEqual(first);
  expect(await stepped(await opening({ seed: 2 }), 4)).not.toEqual(first);
});

test.each([
  ["an epoch's end", 22],
  ["the middle of an epoch", 9],
])("a run interrupted at %s and resumed equals the uninterrupted one to the last bit", async (_, interruptedAt) => {
  const parameters = { noise: 0.3 };
  const uninterrupted = await opening({ parameters });
  await stepped(uninterrupted, interruptedAt);
  const checkpoint = await checkpointOf(uninterrupted);
  const after = await stepped(uninterrupted, 25 - interruptedAt);
  const [validation, end] = [await uninterrupted.validate(), await checkpointOf(uninterrupted)];

  const resumed = await opening({ parameters, checkpoint });
  expect(resumed.stepsDone).toBe(interruptedAt);
  expect(await stepped(resumed, 25 - interruptedAt)).toEqual(after);
  expect(await resumed.validate()).toEqual(validation);
  expect(await checkpointOf(resumed)).toEqual(end);
});

test("it draws digits better than as many principal components do, and a probe reads the classes off its features", async () => {
  const trainer = await opening({
    parameters: { depth: 2, features: 4, filters: 16, epochs: 12, batchSize: 10, learningRate: 3e-3 },
  });
  await stepped(trainer, trainer.totalSteps);
  const { model, baseline } = await predictionsOf(trainer);
  expect(baseline.name).toBe("principal-components");
  const error = ({ truth, reconstructions }: typeof model) => meanSquaredError(truth, reconstructions);
  expect(error(model)).toBeLessThan(error(baseline));
  const read = ({ labels, probed }: typeof model) => labels.filter((label, row) => label === probed[row]).length;
  expect(read(model)).toBeGreaterThan(read(baseline));
});

test("a denoising network sees noise, the same at every validation, and brings pictures nearer to the clean ones", async () => {
  const trainer = await opening({ parameters: { depth: 2, noise: 0.5, epochs: 3, batchSize: 10, learningRate: 3e-3 } });
  await stepped(trainer, trainer.totalSteps);
  expect(await trainer.validate()).toEqual(await trainer.validate());
  const { truth, seen, reconstructions } = (await predictionsOf(trainer)).model;
  expect(meanSquaredError(truth, reconstructions)).toBeLessThan(meanSquaredError(truth, seen!));
});

test.each([1, 2, 3])("a network of depth %d draws pictures of the size that it saw, and learns", async (depth) => {
  const trainer = await opening({ parameters: { depth, epochs: 1, batchSize: 16, learningRate: 3e-3 } });
  const losses = (await stepped(trainer, 40)).map(({ metrics }) => metrics["loss"]);
  expect(losses[0]).toBeCloseTo(Math.log(2), 1);
  expect(losses.at(-1)).toBeLessThan(0.4);
  expect((await trainer.validate())["loss"]).toBeLessThan(0.4);
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

test.each([
  ["before and after", 0, 20],
  ["before, with noise and after", 0.3, 30],
])("a sample shows a digit of each class %s", async (_, noise, pictures) => {
  const trainer = await opening({ parameters: { noise } });
  const [sample] = (await trainer.samples?.()) ?? [];
  expect(sample).toMatchObject({ name: "reconstructions", mediaType: "image/svg+xml" });
  expect(new TextDecoder().decode(sample?.content).match(/<image /g)).toHaveLength(pictures);
});

test.each([
  ["number of features", { parameters: { features: 8 } }],
  ["depth", { parameters: { depth: 3 } }],
  ["seed", { seed: 2 }],
])("a checkpoint of another %s is refused", async (_, choice) => {
  const checkpoint = await checkpointOf(await opening());
  await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
});
