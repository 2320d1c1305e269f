import { expect, test } from "@jest/globals";
import { ganImageGeneration } from "../../../src/domains/training/recipes/gan-image-generation.spec.js";
import { checkpointOf, keepsItsPromises, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { evaluateGeneratedImages, takenFor } from "../../evaluation/generated-images.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { runLoop } from "../../runtime/loop.js";
import { open } from "./trainer.js";

type GeneratedPredictions = Extract<TestPredictions, { kind: "GENERATED_IMAGES" }>;

/** Small networks: 800 digits to learn from, 25 batches an epoch. */
const trainers = new Trainers({
  spec: ganImageGeneration,
  open,
  parameters: { epochs: 2, batchSize: 32, units: 32, filters: 8, latent: 16 },
  dataset: "mnist-digits-small",
});

keepsItsPromises(trainers, {
  parameters: { dropout: 0.3, loss: "wgan-gp", criticSteps: 3 },
  belongsTo: {
    "choice whether classes are told": { parameters: { conditional: false } },
    "kind of networks": { parameters: { variant: "convolutional" } },
    "number of latent numbers": { parameters: { latent: 8 } },
  },
  steps: 3,
});

test.each([
  ["bce", "discriminator_accuracy", 0.6],
  ["wgan-gp", "wasserstein", 0.2],
])("a convolutional discriminator learns with %s to tell real digits from made ones", async (loss, metric, least) => {
  const trainer = await trainers.open({ parameters: { variant: "convolutional", loss, epochs: 1 } });
  const reports = await stepped(trainer, 15);
  expect(Math.max(...reports.map(({ metrics }) => metrics[metric]))).toBeGreaterThan(least);
});

/** Settings that a few hundred rounds on 800 digits come far with. */
const FAST = { units: 128, batchSize: 16, averaging: 0.95, learningRateSchedule: "constant" };

/** A whole run as a worker goes through it: what it is warned of, what it shows, how far its pictures are off, and what it predicts. */
async function whole(parameters: object) {
  const [warnings, distances]: [string[], number[]] = [[], []];
  const seen: { shown?: string; predictions?: TestPredictions } = {};
  const never = new AbortController().signal;
  await runLoop(await trainers.open({ parameters: { ...FAST, ...parameters } }), {
    cancel: never,
    pause: never,
    emit: (message) => {
      if (message.type === "warning") warnings.push(message.code);
      if (message.type === "metrics")
        distances.push(...message.metrics.filter(({ name }) => name === "val_frechet").map(({ value }) => value));
      if (message.type === "sample") seen.shown = new TextDecoder().decode(message.sample.content);
      if (message.type === "trained") seen.predictions = message.predictions;
    },
  });
  return { warnings, distances, shown: seen.shown!, predictions: seen.predictions as GeneratedPredictions };
}

test("told the classes it makes each in turn, ever nearer to real digits, beside a Gaussian a class; nothing is warned of", async () => {
  const epochs = 8;
  const { warnings, distances, shown, predictions } = await whole({ epochs });
  expect(warnings).toEqual([]);
  expect(distances.at(-1)).toBeLessThan(0.85 * distances[0]);
  expect(shown.match(/data-pictures="10"/g)).toHaveLength(epochs);
  expect(shown).toContain(`epoch ${epochs}`);

  const { model, baseline } = predictions;
  expect(model.pictures).toHaveLength(1_000 * 28 * 28);
  expect(model.pictures.every((brightness) => brightness >= 0 && brightness <= 1)).toBe(true);
  const asked = [...takenFor(model.classes, model.probabilities)].filter((taken, row) => taken === row % 10);
  expect(asked.length).toBeGreaterThan(600);
  expect(evaluateGeneratedImages(model).classesPresent).toBeGreaterThan(7);
  expect(baseline.name).toBe("principal-components-gaussian-by-class");
  const { classesPresent, recognised, recognisedOfReal } = evaluateGeneratedImages(baseline);
  expect(classesPresent).toBeGreaterThan(3);
  expect(recognisedOfReal).toBeGreaterThan(recognised);
});

test("a contest that comes to pictures of one kind is warned of it", async () => {
  const unsteady = { conditional: false, realPenalty: 0, generatorLearningRate: 5e-3 };
  expect((await whole({ ...unsteady, epochs: 5 })).warnings).toContain("MODE_COLLAPSE");
});

test("a contest begins with the networks of another, and what is frozen stays to the last bit, also after an interruption", async () => {
  const other = await trainers.open();
  await stepped(other, 5);
  const [judged, weights] = [await other.validate(), await other.weights()];
  const origin = { weights, frozen: ["generator/dense1", "discriminator/dense1/kernel"], renewed: [] };
  const trainer = await trainers.open({ origin });
  expect(await trainer.validate()).toEqual(judged);
  await stepped(trainer, 3);
  const checkpoint = await checkpointOf(trainer);
  await stepped(trainer, 3);
  const [end, state] = [await trainer.weights(), await checkpointOf(trainer)];
  for (const name of ["generator/dense1/kernel", "generator/dense1/bias", "discriminator/dense1/kernel"])
    expect(end[name]).toEqual(weights[name]);
  for (const name of ["generator/dense2/kernel", "discriminator/dense1/bias"])
    expect(end[name]).not.toEqual(weights[name]);
  const resumed = await trainers.open({ origin, checkpoint });
  await stepped(resumed, 3);
  expect(await checkpointOf(resumed)).toEqual(state);
});

test.each([
  ["other numbers", { latent: 8 }, [], "generator/dense1/kernel (here [18, 32], there [26, 32])"],
  ["an unknown layer", {}, ["generator/dense9"], "No weight is called generator/dense9"],
  ["a whole network", {}, ["generator"], "cannot learn against the other"],
])("weights to begin with are refused: %s", async (_, parameters, frozen: string[], message) => {
  const weights = await (await trainers.open()).weights();
  await expect(trainers.open({ parameters, origin: { weights, frozen, renewed: [] } })).rejects.toMatchObject({
    code: "WEIGHTS_MISMATCH",
    message: expect.stringContaining(message),
  });
});

test("with the Wasserstein loss the critic learns several times a round, and an epoch has fewer rounds", async () => {
  const rounds = async (parameters: object) => (await trainers.open({ parameters: { ...parameters } })).totalSteps;
  expect(await rounds({ criticSteps: 1 })).toBe(2 * 25);
  expect(await rounds({ criticSteps: 5 })).toBe(2 * 5);
  expect(await rounds({ criticSteps: 4 })).toBe(2 * 7);
});

test("both networks tell how their gradients are, and a resumed run shows its whole course", async () => {
  const trainer = await trainers.open();
  await stepped(trainer, 25);
  await trainer.validate();
  const { gradientNorms } = (await trainer.diagnose?.())!;
  const told = Object.keys(gradientNorms);
  for (const network of ["generator", "discriminator"])
    expect(told.some((name) => name.startsWith(network))).toBe(true);
  const checkpoint = await checkpointOf(trainer);
  const resumed = await trainers.open({ checkpoint });
  await stepped(resumed, 25);
  await resumed.validate();
  const [{ text: svg }] = await sampleTexts(resumed);
  expect(svg).toContain("epoch 1 ");
  expect(svg).toContain("epoch 2 ");
});
