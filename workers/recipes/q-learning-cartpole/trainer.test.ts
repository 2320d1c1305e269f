import { expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { deserialize, serialize } from "node:v8";
import { qLearningCartpole } from "../../../src/domains/training/recipes/q-learning-cartpole.spec.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { evaluateEpisodes } from "../../evaluation/episodes.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import type { StepReport, Trainer, TrainerState } from "../../runtime/trainer.js";
import { open } from "./trainer.js";

interface Choice {
  parameters?: Record<string, unknown>;
  seed?: number;
  checkpoint?: TrainerState;
  dataset?: string;
}

function opening({ parameters = {}, seed = 1, checkpoint, dataset = "cart-pole" }: Choice = {}): Promise<Trainer> {
  const chosen = qLearningCartpole.parameters.parse(parameters);
  return open({ parameters: chosen, dataset, random: new RandomStreams(seed), checkpoint, log: () => {} });
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

type Episodes = Extract<TestPredictions, { kind: "EPISODES" }>;

test("a thousand episodes keep the pole up for at least 195 of 200 pushes, which chance cannot", async () => {
  const trainer = await opening();
  await stepped(trainer, trainer.totalSteps);
  const { model, baseline } = (await trainer.predict()) as Episodes;
  const [learnt, random] = [evaluateEpisodes(model), evaluateEpisodes(baseline)];
  expect([learnt.rows, random.rows, baseline.name]).toEqual([100, 100, "random-policy"]);
  expect(learnt.meanReturn).toBeGreaterThanOrEqual(195);
  expect(random.meanReturn).toBeLessThan(40);
  expect(await trainer.predict()).toEqual({ kind: "EPISODES", model, baseline });
});

test("the same seed gives the same episodes to the last bit, another seed others", async () => {
  const first = await stepped(await opening(), 50);
  expect(await stepped(await opening(), 50)).toEqual(first);
  expect(await stepped(await opening({ seed: 2 }), 50)).not.toEqual(first);
});

test.each([
  ["an epoch's end", 100],
  ["the middle of an epoch", 77],
])("a run interrupted at %s and resumed equals the uninterrupted one to the last bit", async (_, interruptedAt) => {
  const parameters = { episodes: 200 };
  const uninterrupted = await opening({ parameters });
  await stepped(uninterrupted, interruptedAt);
  const checkpoint = await checkpointOf(uninterrupted);
  await uninterrupted.validate();
  const after = await stepped(uninterrupted, 200 - interruptedAt);
  const [validation, end] = [await uninterrupted.validate(), await checkpointOf(uninterrupted)];

  const resumed = await opening({ parameters, checkpoint });
  expect(resumed.stepsDone).toBe(interruptedAt);
  expect(await stepped(resumed, 200 - interruptedAt)).toEqual(after);
  expect(await resumed.validate()).toEqual(validation);
  expect(await checkpointOf(resumed)).toEqual(end);
  expect(await resumed.predict()).toEqual(await uninterrupted.predict());
});

test("an epoch is a tenth of the episodes, or one where there are fewer", async () => {
  const ends = async (episodes: number) => {
    const reports = await stepped(await opening({ parameters: { episodes } }), episodes);
    return reports.flatMap(({ epoch, epochEnded }, i) => (epochEnded ? [[i + 1, epoch]] : []));
  };
  expect((await ends(25)).slice(0, 4)).toEqual([[3, 1], [5, 2], [8, 3], [10, 4]]); // prettier-ignore
  expect(await ends(25)).toHaveLength(10);
  expect(await ends(3)).toEqual([[1, 1], [2, 2], [3, 3]]); // prettier-ignore
});

test("a step tells the return, its mean over the last hundred, and an epsilon that falls to nothing", async () => {
  const reports = await stepped(await opening({ parameters: { episodes: 200 } }), 200);
  const returns = reports.map(({ metrics }) => metrics["return"]);
  const last = returns.slice(-100).reduce((sum, value) => sum + value) / 100;
  expect(reports[199].metrics["mean_return"]).toBeCloseTo(last, 9);
  expect([0, 100].map((at) => reports[at].metrics["epsilon"])).toEqual([0.1, 0.05]);
  expect(Math.max(...returns)).toBeLessThanOrEqual(200);
});

test("the loss to judge checkpoints by is the share of the greatest return that is missing", async () => {
  const trainer = await opening({ parameters: { maxSteps: 500 } });
  await stepped(trainer, 20);
  const { loss, return: reached } = await trainer.validate();
  expect(loss).toBeCloseTo(1 - reached / 500, 12);
});

test("the table has a value for each cell and push, and begins with the greatest there can be", async () => {
  const { q } = await (await opening({ parameters: { angleBins: 6, gamma: 0.9, optimism: 0.5 } })).weights();
  expect(q.shape).toEqual([4, 4, 6, 10, 2]);
  expect(new Set(q.values)).toEqual(new Set([5]));
});

test("a trainer that loads another's table plays like it", async () => {
  const learnt = await opening();
  await stepped(learnt, 300);
  const fresh = await opening({ parameters: { patience: 2 } });
  fresh.load?.(await learnt.weights());
  expect(await fresh.validate()).toEqual(await learnt.validate());
  expect([fresh.patience, learnt.patience]).toEqual([2, 0]);
});

test("samples are a film of a whole episode and in the end a map of the policy; neither they nor anything else touch a tensor", async () => {
  const nothing = tf.memory().numTensors;
  const trainer = await opening({ parameters: { episodes: 100, maxSteps: 500 } });
  await stepped(trainer, 99);
  expect(await trainer.samples?.()).toHaveLength(1);
  await stepped(trainer, 1);
  const [film, map] = (await trainer.samples?.()) ?? [];
  expect([film.name, map.name]).toEqual(["episode", "policy"]);
  const svg = new TextDecoder().decode(film.content);
  expect(svg.match(/<animateTransform /g)).toHaveLength(4);
  expect(film.content.length).toBeLessThan(100_000);
  expect(new TextDecoder().decode(map.content).match(/fill-opacity/g)?.length).toBeGreaterThan(20);
  await trainer.validate();
  await trainer.predict();
  trainer.dispose();
  expect(tf.memory().numTensors).toBe(nothing);
});

test.each([
  ["table", { parameters: { positionBins: 5 } }],
  ["seed", { seed: 2 }],
])("a checkpoint of another %s is refused", async (_, choice) => {
  const checkpoint = await checkpointOf(await opening());
  await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
});

test("another data set is refused", async () => {
  await expect(opening({ dataset: "mnist-digits" })).rejects.toMatchObject({ code: "DATASET_UNUSABLE" });
});
