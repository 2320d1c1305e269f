import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { deserialize, serialize } from "node:v8";
import { gcnGraphClassification } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { accuracy } from "../../evaluation/classification.js";
import type { Predictions } from "../../evaluation/test-predictions.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import type { Tensorflow } from "../../runtime/tensor/tensorflow.js";
import type { Shard, StepReport, Trainer, TrainerState } from "../../runtime/trainer.js";
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
  dataset?: string;
  seed?: number;
  checkpoint?: TrainerState;
  shard?: Shard;
}

async function opening(choice: Choice = {}): Promise<Trainer> {
  const { parameters = {}, dataset = "motif-graphs-small", seed = 1, checkpoint, shard } = choice;
  for (const trainer of opened.splice(0)) trainer.dispose();
  const trainer = await open({
    parameters: gcnGraphClassification.parameters.parse({ epochs: 2, dropout: 0.2, ...parameters }),
    dataset,
    random: new RandomStreams(seed),
    checkpoint,
    shard,
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
  ["an epoch's end", 20],
  ["the middle of an epoch", 17],
])("a run interrupted at %s and resumed equals the uninterrupted one to the last bit", async (_, interruptedAt) => {
  const uninterrupted = await opening();
  await stepped(uninterrupted, interruptedAt);
  const checkpoint = await checkpointOf(uninterrupted);
  const after = await stepped(uninterrupted, 24 - interruptedAt);
  const [validation, end] = [await uninterrupted.validate(), await checkpointOf(uninterrupted)];

  const resumed = await opening({ checkpoint });
  expect(resumed.stepsDone).toBe(interruptedAt);
  expect(await stepped(resumed, 24 - interruptedAt)).toEqual(after);
  expect(await resumed.validate()).toEqual(validation);
  expect(await checkpointOf(resumed)).toEqual(end);
});

test("six epochs on 1,600 graphs see what degree statistics cannot", async () => {
  const trainer = await opening({ dataset: "motif-graphs", parameters: { epochs: 6, dropout: 0 } });
  await stepped(trainer, trainer.totalSteps);
  const predictions = await trainer.predict();
  const { model, baseline } = predictions as { model: Predictions; baseline: Predictions & { name: string } };
  expect(baseline.name).toBe("degree-statistics");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(baseline)).toBeLessThan(0.4);
  expect(accuracy(model)).toBeGreaterThan(0.7);
});

test("weights that are loaded are validated anew, and a shard trains on its part alone", async () => {
  const whole = await opening({ parameters: { patience: 3 } });
  expect([whole.patience, whole.trainingRows]).toEqual([3, 320]);
  const [first, before] = [await whole.weights(), await whole.validate()];
  await stepped(whole, 5);
  expect(await whole.validate()).not.toEqual(before);
  whole.load?.(first);
  expect(await whole.validate()).toEqual(before);
  const part = await opening({ shard: { index: 1, count: 4 } });
  expect(part.trainingRows).toBe(80);
  expect(await part.validate()).toEqual(before);
});

test("a run begins at the loss of guessing, and tells what a step takes", async () => {
  const trainer = await opening();
  expect(trainer.chanceLoss).toBeCloseTo(Math.log(4), 12);
  const { loss } = await trainer.validate();
  expect(Math.abs(loss - Math.log(4))).toBeLessThan(0.2);
  expect(trainer.work?.examples).toBe(16);
  expect(trainer.work?.flops).toBeGreaterThan(1e6);
});

test("steps, validation and samples leave no tensors behind, and disposing leaves none at all", async () => {
  const nothing = tf.memory().numTensors;
  const trainer = await opening();
  await stepped(trainer, 1);
  const after = tf.memory().numTensors;
  await stepped(trainer, 3);
  await trainer.diagnose?.();
  await trainer.validate();
  await trainer.samples?.();
  await trainer.predict();
  expect(tf.memory().numTensors).toBe(after);
  trainer.dispose();
  opened.pop();
  expect(tf.memory().numTensors).toBe(nothing);
});

test("a sample shows one graph of each class and names the mistakes", async () => {
  const trainer = await opening();
  const [sample] = (await trainer.samples?.()) ?? [];
  const svg = new TextDecoder().decode(sample?.content);
  expect(sample).toMatchObject({ name: "graphs", mediaType: "image/svg+xml" });
  expect(svg.match(/<rect class="(good|bad)"/g)).toHaveLength(8);
  const wrong = Math.round(40 * (1 - (await trainer.validate())["accuracy"]));
  expect(svg).toContain(`Surest mistakes (${wrong} of 40)`);
});

test.each([
  ["network", { parameters: { width: 32 } }],
  ["data set", { dataset: "motif-graphs" }],
  ["seed", { seed: 2 }],
])("a checkpoint of another %s is refused", async (_, choice) => {
  const checkpoint = await checkpointOf(await opening());
  await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
});
