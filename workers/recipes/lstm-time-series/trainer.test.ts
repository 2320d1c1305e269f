import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { deserialize, serialize } from "node:v8";
import { lstmTimeSeries } from "../../../src/domains/training/recipes/lstm-time-series.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { forecastJudge } from "../../evaluation/judges/forecast.judge.js";
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
  dataset?: string;
  seed?: number;
  checkpoint?: TrainerState;
  log?: (message: string) => void;
}

/** A small network, 507 CO2 windows in 8 steps an epoch. */
const SMALL = { hidden: 12, window: 8, epochs: 2, batchSize: 64, learningRate: 0.01 };

async function opening({ parameters = {}, dataset = "co2", seed = 1, checkpoint, log }: Choice = {}): Promise<Trainer> {
  for (const trainer of opened.splice(0)) trainer.dispose();
  const trainer = await open({
    parameters: lstmTimeSeries.parameters.parse({ ...SMALL, ...parameters }),
    dataset,
    random: new RandomStreams(seed),
    checkpoint,
    log: log ?? (() => {}),
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

async function predicted(trainer: Trainer) {
  return (await trainer.predict()) as Extract<TestPredictions, { kind: "FORECAST" }>;
}

test("the same seed gives the same metrics to the last bit, another seed others", async () => {
  const first = await stepped(await opening(), 4);
  expect(await stepped(await opening(), 4)).toEqual(first);
  expect(await stepped(await opening({ seed: 2 }), 4)).not.toEqual(first);
});

test.each([
  ["an epoch's end", 8],
  ["the middle of an epoch", 5],
])("a run interrupted at %s and resumed equals the uninterrupted one to the last bit", async (_, interruptedAt) => {
  const parameters = { layers: 2, dropout: 0.3 };
  const uninterrupted = await opening({ parameters });
  const before = await stepped(uninterrupted, interruptedAt);
  const checkpoint = await checkpointOf(uninterrupted);
  const after = await stepped(uninterrupted, 12 - interruptedAt);
  const [validation, end] = [await uninterrupted.validate(), await checkpointOf(uninterrupted)];

  const resumed = await opening({ parameters, checkpoint });
  expect(resumed.stepsDone).toBe(before.length);
  expect(await stepped(resumed, 12 - interruptedAt)).toEqual(after);
  expect(await resumed.validate()).toEqual(validation);
  expect(await checkpointOf(resumed)).toEqual(end);
});

test("the better naive forecast of the validation part is the baseline, the other's figures are logged, and the LSTM beats it", async () => {
  const logged: string[] = [];
  const trainer = await opening({ parameters: { epochs: 6 }, log: (message) => logged.push(message) });
  await stepped(trainer, trainer.totalSteps);
  const { model, baseline } = await predicted(trainer);
  expect(baseline.name).toBe("naive");
  expect(baseline.truth).toEqual(model.truth);
  expect([...baseline.predicted.slice(1)]).toEqual([...model.truth.slice(0, -1)]);
  expect(logged.at(-1)).toMatch(/On the test part, seasonal-naive has a mae of 2\.\d+ ppm and a mase of \d\.\d+\.$/);
  const mase = (forecasts: typeof model) => forecastJudge.evaluate(forecasts) as unknown as { mase: number };
  expect(mase(model).mase).toBeLessThan(0.7 * mase(baseline).mase);
});

test.each(["none", "first", "seasonal"])("with difference %s the temperature's loss falls", async (difference) => {
  const trainer = await opening({ dataset: "seattle-weather", parameters: { difference, season: 30, epochs: 4 } });
  const before = await trainer.validate();
  await stepped(trainer, trainer.totalSteps);
  expect((await trainer.validate())["loss"]).toBeLessThan(before["loss"]);
});

test("the network has the LSTM's number of weights: 4 · hidden · (inputs + hidden + 1) a layer", async () => {
  const trainer = await opening({ parameters: { hidden: 50, layers: 2 } });
  const weights = Object.values(await trainer.weights());
  const size = 4 * 50 * (3 + 50 + 1) + 4 * 50 * (50 + 50 + 1) + 51;
  expect(weights.reduce((sum, { values }) => sum + values.length, 0)).toBe(size);
});

test("steps, validation and samples leave no tensors behind, and disposing leaves none at all", async () => {
  const nothing = tf.memory().numTensors;
  const trainer = await opening({ parameters: { layers: 2, dropout: 0.2 } });
  await stepped(trainer, 1);
  const after = tf.memory().numTensors;
  await stepped(trainer, 2);
  await trainer.validate();
  await trainer.diagnose?.();
  await trainer.samples?.();
  await trainer.predict();
  expect(tf.memory().numTensors).toBe(after);
  trainer.dispose();
  opened.pop();
  expect(tf.memory().numTensors).toBe(nothing);
});

test("weights that are loaded forecast as where they come from", async () => {
  const trainer = await opening();
  const [weights, before] = [await trainer.weights(), await trainer.validate()];
  await stepped(trainer, 2);
  expect(await trainer.validate()).not.toEqual(before);
  trainer.load?.(weights);
  expect(await trainer.validate()).toEqual(before);
});

test("a sample draws forecasts over the truth of the validation part", async () => {
  const [sample] = (await (await opening()).samples?.()) ?? [];
  const svg = new TextDecoder().decode(sample?.content);
  expect(sample).toMatchObject({ name: "forecast", mediaType: "image/svg+xml" });
  const points = [...svg.matchAll(/data-series="(truth|forecast)" points="([^"]*)"/g)];
  expect(points.map(([, label, drawn = ""]) => [label, drawn.split(" ").length])).toEqual([
    ["truth", 112],
    ["forecast", 112],
  ]);
});

test.each([
  ["network", { parameters: { hidden: 13 } }],
  ["window", { parameters: { window: 9 } }],
  ["difference", { parameters: { difference: "none" } }],
  ["series", { dataset: "seattle-weather" }],
  ["seed", { seed: 2 }],
])("a checkpoint of another %s is refused", async (_, choice) => {
  const checkpoint = await checkpointOf(await opening());
  await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
});
