import { expect, test } from "@jest/globals";
import { autoencoderFeatures } from "../../../src/domains/training/recipes/autoencoder-features.spec.js";
import { meanSquaredError } from "../../evaluation/images.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import type { FeaturesPrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { greyPng } from "../../drawing/png.js";
import { restoredTensors } from "../../runtime/tensor/saved.js";
import { decode } from "./model.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

/** Small networks: 700 pictures to train in 22 steps an epoch. */
const trainers = new Trainers({
  spec: autoencoderFeatures,
  open,
  parameters: { epochs: 2, batchSize: 32, filters: 8, features: 16 },
  dataset: "mnist-digits-small",
});

keepsItsPromises(trainers, {
  parameters: { noise: 0.3 },
  belongsTo: { "number of features": { parameters: { features: 8 } }, depth: { parameters: { depth: 3 } } },
  threads: true,
});

test("it draws digits better than as many principal components do, and a probe reads the classes off its features", async () => {
  const trainer = await trainers.open({
    parameters: { depth: 2, features: 4, filters: 16, epochs: 12, batchSize: 10, learningRate: 3e-3 },
  });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "RECONSTRUCTION");
  expect(baseline.name).toBe("principal-components");
  const error = ({ truth, reconstructions }: typeof model) => meanSquaredError(truth, reconstructions);
  expect(error(model)).toBeLessThan(error(baseline));
  const read = ({ labels, probed }: typeof model) => labels.filter((label, row) => label === probed[row]).length;
  expect(read(model)).toBeGreaterThan(read(baseline));
});

test("a denoising network sees noise, the same at every validation, and brings pictures nearer to the clean ones", async () => {
  const trainer = await trainers.open({
    parameters: { depth: 2, noise: 0.5, epochs: 3, batchSize: 10, learningRate: 3e-3 },
  });
  await stepped(trainer);
  expect(await trainer.validate()).toEqual(await trainer.validate());
  const { truth, seen, reconstructions } = (await predicted(trainer, "RECONSTRUCTION")).model;
  expect(meanSquaredError(truth, reconstructions)).toBeLessThan(meanSquaredError(truth, seen!));
});

test.each([1, 2, 3])("a network of depth %d draws pictures of the size that it saw, and learns", async (depth) => {
  const trainer = await trainers.open({ parameters: { depth, epochs: 1, batchSize: 16, learningRate: 3e-3 } });
  const losses = (await stepped(trainer, 40)).map(({ metrics }) => metrics["loss"]);
  expect(losses[0]).toBeCloseTo(Math.log(2), 1);
  expect(losses.at(-1)).toBeLessThan(0.4);
  expect((await trainer.validate())["loss"]).toBeLessThan(0.4);
});

test.each([
  ["before and after", 0, 20],
  ["before, with noise and after", 0.3, 30],
])("a sample shows a digit of each class %s", async (_, noise, pictures) => {
  const trainer = await trainers.open({ parameters: { noise } });
  const [{ text: svg, ...sample }] = await sampleTexts(trainer);
  expect(sample).toMatchObject({ name: "reconstructions", mediaType: "image/svg+xml" });
  expect(svg.match(/<image /g)).toHaveLength(pictures);
});

test("its model is asked for a picture's features: those that its ONNX graph and its drawings go by", async () => {
  const trainer = await trainers.open();
  await stepped(trainer, 10);
  const { model } = await predicted(trainer, "RECONSTRUCTION");
  const { size } = model;
  const [weights, preparation] = [await trainer.weights(), trainer.preparation!];
  const predictor = await openPredictor({ parameters: trainers.parameters({}), preparation, weights });
  const pictures = [0, 1].map((row) => model.truth.subarray(row * size ** 2, (row + 1) * size ** 2));
  const images = pictures.map((picture) => {
    const bytes = Uint8Array.from(picture, (brightness) => Math.round(255 * brightness));
    return greyPng(bytes, size, size).toString("base64");
  });
  const answers = (await predictor.predict({ images })) as FeaturesPrediction[];
  predictor.dispose();
  expect(answers.map(({ features }) => features.length)).toEqual([16, 16]);
  const { tf } = trainers;
  const shape = { size, features: 16, filters: 8, depth: trainers.parameters({}).depth };
  const tensors = restoredTensors(weights, Object.keys(weights));
  const codes = tf.tensor2d(answers.map(({ features }) => features));
  const drawn = tf.sigmoid(decode(shape, tensors, codes)).dataSync();
  tf.dispose([codes, ...Object.values(tensors)]);
  // The test part is shown as it is, without noise, and drawn from the same features.
  const expected = model.reconstructions.subarray(0, 2 * size ** 2);
  expected.forEach((brightness, at) => expect(drawn[at]).toBeCloseTo(brightness, 4));
});
