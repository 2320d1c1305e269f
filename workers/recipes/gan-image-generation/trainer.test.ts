import { expect, test } from "@jest/globals";
import { ganImageGeneration } from "../../../src/domains/training/recipes/gan-image-generation.spec.js";
import { checkpointOf, keepsItsPromises, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { evaluateGeneratedImages, takenFor } from "../../evaluation/generated-images.js";
import type { TestPredictions } from "../../evaluation/test-predictions.js";
import { runLoop } from "../../runtime/loop.js";
import type { ImagePrediction, SamplesInput } from "../../../src/domains/training/predictions/prediction.specs.js";
import { RandomStreams } from "../../../src/kernel/random.js";
import { decodedPicture } from "../../../src/kernel/pictures/decoded-picture.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { generated } from "./model.js";
import { openPredictor } from "./predictor.js";
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

/** A model that has learnt for a moment, as the API asks it. */
async function asked(parameters: Record<string, unknown>) {
  const trainer = await trainers.open({ parameters });
  await stepped(trainer, 5);
  const [weights, preparation] = [await trainer.weights(), trainer.preparation!];
  trainers.dispose();
  const predictor = await openPredictor({ parameters: trainers.parameters({ parameters }), preparation, weights });
  const made = async (samples: SamplesInput) => (await predictor.predict({ samples })) as ImagePrediction[];
  return { made, weights, dispose: () => predictor.dispose() };
}

test.each(["dense", "convolutional"] as const)(
  "its model is asked for pictures of a class: what its generator makes of the seed's numbers (%s)",
  async (variant) => {
    const { made, weights, dispose } = await asked({ variant });
    const inTurn = await made({ count: 12, seed: 7 });
    expect(inTurn.map(({ label }) => label)).toEqual([..."012345678901"]);
    expect(await made({ count: 4, seed: 7 })).toEqual(inTurn.slice(0, 4));
    expect((await made({ label: "3", count: 4, seed: 7 }))[3]).toEqual(inTurn[3]);
    expect((await made({ label: "3", count: 4, seed: 8 }))[3].image).not.toBe(inTurn[3].image);
    await expect(made({ label: "ten", count: 4, seed: 7 })).rejects.toMatchObject({ field: "samples.label" });
    dispose();

    const { tf } = trainers;
    const restored = restoredTensors(weights, Object.keys(weights));
    const latent = new RandomStreams(7).stream("samples").fillNormal(new Float32Array(16));
    const told = Array.from({ length: 10 }, (_, label) => (label === 0 ? 1 : 0));
    const shape = { ...trainers.parameters({ parameters: { variant } }), size: 28, classes: 10 };
    const signed = tf.tidy(() => generated(shape, restored, tf.tensor2d([...latent, ...told], [1, 26])).dataSync());
    tf.dispose(restored);
    const { values } = decodedPicture(Buffer.from(inTurn[0].image, "base64"), { channels: 1, sideMax: 28 });
    expect(Math.max(...signed.map((light, at) => Math.abs((255 * (light + 1)) / 2 - values[at])))).toBeLessThan(0.51);
  },
);

test("a model that was not told the classes makes pictures of none, and is asked for none", async () => {
  const { made, dispose } = await asked({ conditional: false });
  expect((await made({ count: 2, seed: 7 })).map(({ label }) => label)).toEqual([null, null]);
  await expect(made({ label: "3", count: 2, seed: 7 })).rejects.toMatchObject({ field: "samples.label" });
  dispose();
});
