import { expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { decodeApng } from "fast-png";
import { dqnPong } from "../../../src/domains/training/recipes/dqn-pong.spec.js";
import { type Choice, checkpointOf, stepped, Trainers } from "../../../test/harness/trainers.js";
import { evaluateEpisodes } from "../../evaluation/episodes.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { open } from "./trainer.js";

/** Short games of few steps. */
const SMALL = {
  steps: 40,
  games: 2,
  batchSize: 8,
  learningStarts: 200,
  replaySize: 2000,
  points: 1,
  maxDecisions: 60,
  targetEvery: 7,
};

const trainers = new Trainers({ spec: dqnPong, open, parameters: SMALL, dataset: "pong" });
const opening = (choice?: Choice) => trainers.open(choice);

type Episodes = Extract<TestPredictions, { kind: "EPISODES" }>;

test("some hundred steps play better than chance, which loses nearly every point to the opponent", async () => {
  const parameters = { steps: 700, games: 16, batchSize: 32, learningStarts: 4000, replaySize: 20_000, opponentSpeed: 0.3, points: 3, maxDecisions: 150, targetEvery: 50, explorationShare: 0.5, learningRate: 2e-3 }; // prettier-ignore
  const trainer = await opening({ parameters });
  await stepped(trainer, trainer.totalSteps);
  const { model, baseline } = (await trainer.predict()) as Episodes;
  const [learnt, random] = [evaluateEpisodes(model), evaluateEpisodes(baseline)];
  expect([learnt.rows, random.rows, baseline.name]).toEqual([100, 100, "random-policy"]);
  expect(random.meanReturn).toBeLessThan(-1);
  expect(learnt.details.intervals.meanReturn!.low).toBeGreaterThan(random.details.intervals.meanReturn!.high);
}, 120_000);

test("the same seed gives the same steps to the last bit, another seed others", async () => {
  const first = await stepped(await opening(), 12);
  expect(await stepped(await opening(), 12)).toEqual(first);
  expect(await stepped(await opening({ seed: 2 }), 12)).not.toEqual(first);
});

test.each([
  ["an epoch's end, with priorities and double DQN", 20, {}],
  ["the middle of an epoch and of a rally, without either", 17, { priority: 0, doubleDqn: false, loss: "squared" }],
])("a run interrupted at %s and resumed equals the uninterrupted one to the last bit", async (_, at, parameters) => {
  const uninterrupted = await opening({ parameters });
  await stepped(uninterrupted, at);
  const checkpoint = await checkpointOf(uninterrupted);
  await uninterrupted.validate();
  const after = await stepped(uninterrupted, 40 - at);
  const [validation, end] = [await uninterrupted.validate(), await checkpointOf(uninterrupted)];
  const predictions = await uninterrupted.predict();

  const resumed = await opening({ parameters, checkpoint });
  expect(resumed.stepsDone).toBe(at);
  expect(await stepped(resumed, 40 - at)).toEqual(after);
  expect(await resumed.validate()).toEqual(validation);
  expect(await checkpointOf(resumed)).toEqual(end);
  expect(await resumed.predict()).toEqual(predictions);
});

test("an epoch is a tenth of the steps, and a step tells loss, value, exploration and the rate", async () => {
  const reports = await stepped(await opening({ parameters: { explorationShare: 0.5, finalEpsilon: 0.1 } }), 40);
  expect(reports.flatMap(({ epochEnded }, i) => (epochEnded ? [i + 1] : []))).toEqual([4, 8, 12, 16, 20, 24, 28, 32, 36, 40]); // prettier-ignore
  expect(reports[39].epoch).toBe(10);
  const metrics = reports[39].metrics;
  expect(Object.keys(metrics).sort()).toEqual(["epsilon", "learning_rate", "loss", "mean_q", "mean_return"]);
  const epsilons = [0, 10, 20, 39].map((at) => reports[at].metrics["epsilon"]);
  expect(epsilons).toEqual([1, 0.55, 0.1, 0.1].map((epsilon) => expect.closeTo(epsilon, 12)));
  // Games to one point are won or lost.
  expect(Math.abs(metrics["mean_return"])).toBeLessThanOrEqual(1);
});

test("the target network takes over the weights after its period, and not before", async () => {
  const trainer = await opening();
  const sameAfter = async (steps: number) => {
    await stepped(trainer, steps);
    const { tensors } = await trainer.state();
    const names = Object.keys(await trainer.weights());
    return names.every((name) => Buffer.from(tensors[name].values.buffer).equals(Buffer.from(tensors[`target/${name}`].values.buffer))); // prettier-ignore
  };
  expect([await sameAfter(6), await sameAfter(1), await sameAfter(1)]).toEqual([false, true, false]);
});

test("the loss to judge checkpoints by is 0 where no point is lost, 1 where none is won", async () => {
  const trainer = await opening({ parameters: { points: 2, maxDecisions: 200 } });
  const { loss, return: reached } = await trainer.validate();
  expect(loss).toBeCloseTo((1 - reached / 2) / 2, 12);
});

test("a trainer that loads another's weights plays like it", async () => {
  const learnt = await opening();
  await stepped(learnt, 30);
  const [weights, judged] = [await learnt.weights(), await learnt.validate()];
  const fresh = await opening({ seed: 1, parameters: { patience: 2 } });
  fresh.load?.(weights);
  expect(await fresh.validate()).toEqual(judged);
  expect(fresh.patience).toBe(2);
});

test("two threads learn the same as one but for the last digits", async () => {
  const alone = await stepped(await opening(), 3);
  const together = await stepped(await opening({ parameters: { threads: 2 } }), 3);
  together.forEach(({ metrics }, i) => expect(metrics["loss"]).toBeCloseTo(alone[i].metrics["loss"], 5));
});

test("the catalogue's network looks at four frames of 84 pixels a side", async () => {
  const trainer = await opening({ parameters: { variant: "catalogue", steps: 10, batchSize: 2 } });
  const shapes = Object.entries(await trainer.weights()).map(([name, { shape }]) => [name, shape]);
  expect(Object.fromEntries(shapes)).toMatchObject({
    "conv1/kernel": [8, 8, 4, 32],
    "conv2/kernel": [4, 4, 32, 64],
    "conv3/kernel": [3, 3, 64, 64],
    "dense/kernel": [3136, 512],
    "actions/kernel": [512, 3],
  });
  const [{ metrics }] = await stepped(trainer, 1);
  expect(metrics["loss"]).toBeGreaterThan(0);
});

test("a sample is a film of a whole game, and no tensor is left behind", async () => {
  const nothing = tf.memory().numTensors;
  const trainer = await opening({ parameters: { points: 2, maxDecisions: 100 } });
  await stepped(trainer, 9);
  const [film, ...others] = (await trainer.samples?.()) ?? [];
  expect([film.name, film.mediaType, others.length]).toEqual(["game", "image/apng", 0]);
  const { frames, width, height } = decodeApng(film.content);
  expect([width, height]).toEqual([168, 200]);
  expect(frames.length).toBeGreaterThan(10);
  expect(frames.length).toBeLessThanOrEqual(101);
  expect(film.content.length).toBeLessThan(200_000);
  const pictures = new Set(frames.map(({ data }) => Buffer.from(data as Uint8Array).toString("base64")));
  expect(pictures.size).toBeGreaterThan(frames.length / 2);
  const { gradientNorms } = await trainer.diagnose!();
  expect(Object.values(gradientNorms).some((norm) => norm > 0)).toBe(true);
  await trainer.validate();
  await trainer.predict();
  await trainer.state();
  trainers.dispose();
  expect(tf.memory().numTensors).toBe(nothing);
});

test.each([
  ["network", { parameters: { frameStack: 3 } }],
  ["number of games", { parameters: { games: 3 } }],
  ["replay memory", { parameters: { replaySize: 3000 } }],
  ["seed", { seed: 2 }],
])("a checkpoint of another %s is refused", async (_, choice) => {
  const checkpoint = await checkpointOf(await opening());
  await expect(opening({ ...choice, checkpoint })).rejects.toMatchObject({ code: "CHECKPOINT_MISMATCH" });
});

test("another data set is refused", async () => {
  await expect(opening({ dataset: "cart-pole" })).rejects.toMatchObject({ code: "DATASET_UNUSABLE" });
});
