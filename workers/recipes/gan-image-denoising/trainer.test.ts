import { expect, test } from "@jest/globals";
import { ganImageDenoising } from "../../../src/domains/training/recipes/gan-image-denoising.spec.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { evaluateRestoredImages } from "../../evaluation/restored-images.js";
import type { RestoredImages } from "../../evaluation/test-predictions.js";
import type { ImagePrediction } from "../../../src/domains/training/predictions/prediction.specs.js";
import { decodedPicture } from "../../../src/kernel/pictures/decoded-picture.js";
import { greyPng } from "../../drawing/png.js";
import { openPredictor } from "./predictor.js";
import { open } from "./trainer.js";

/** Small networks: 800 pictures to train in 25 rounds an epoch. */
const trainers = new Trainers({
  spec: ganImageDenoising,
  open,
  parameters: { epochs: 2, batchSize: 32, filters: 4 },
  dataset: "mnist-digits-small",
});

keepsItsPromises(trainers, {
  parameters: { criticSteps: 2 },
  belongsTo: { "number of filters": { parameters: { filters: 6 } } },
  steps: 3,
});

test("it cleans Gaussian noise better than either filter does, and the better filter is the baseline", async () => {
  const trainer = await trainers.open({ parameters: { filters: 6, epochs: 6, batchSize: 16 } });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "RESTORED_IMAGES");
  const { psnr, spoilt, gaussianFilter, medianFilter } = ratiosOf(model);
  expect(gaussianFilter).toBeGreaterThan(spoilt);
  expect(medianFilter).toBeGreaterThan(gaussianFilter);
  expect(baseline.name).toBe("median-filter");
  expect(psnr).toBeGreaterThan(medianFilter + 1);
});

test("salt and pepper are cleaned away", async () => {
  const trainer = await trainers.open({
    parameters: { noise: "salt-and-pepper", filters: 6, epochs: 3, batchSize: 16 },
  });
  await stepped(trainer);
  const { psnr, spoilt } = ratiosOf((await predicted(trainer, "RESTORED_IMAGES")).model);
  expect(psnr).toBeGreaterThan(spoilt + 4);
});

/** Peak signal-to-noise ratios, in decibels. */
function ratiosOf(images: RestoredImages) {
  const { psnr, ...others } = evaluateRestoredImages(images);
  const of = (name: string) => (others[name] as { psnr: number }).psnr;
  const [spoilt, gaussianFilter, medianFilter] = ["spoilt", "gaussianFilter", "medianFilter"].map(of);
  return { psnr, spoilt, gaussianFilter, medianFilter };
}

test("validation sees the same noise every time, and its loss is a distance to the truth", async () => {
  const trainer = await trainers.open({ parameters: { content: "l1", adversarialWeight: 1 } });
  const before = await trainer.validate();
  await stepped(trainer, 25);
  const after = await trainer.validate();
  expect(after["loss"]).toBeLessThan(before["loss"]);
  expect(after["psnr"]).toBeGreaterThan(before["psnr"]);
  expect(after["ssim"]).toBeGreaterThan(before["ssim"]);
  const reopened = await trainers.open({ parameters: { content: "l1" } });
  expect(await reopened.validate()).toEqual(before);
});

test("a sample shows a digit of each class clean, noisy, restored and filtered, and says how near each row is", async () => {
  const trainer = await trainers.open();
  const [{ text: svg, ...sample }] = await sampleTexts(trainer);
  expect(sample).toEqual({ name: "restored-pictures", mediaType: "image/svg+xml" });
  expect(svg.match(/data-pictures="10"/g)).toHaveLength(5);
  expect(svg.match(/\d+\.\d dB/g)).toHaveLength(4);
});

test("the discriminator's opinion weighs what the parameter says", async () => {
  const losses = async (adversarialWeight: number) => {
    const [{ metrics }] = await stepped(await trainers.open({ parameters: { adversarialWeight } }), 1);
    return metrics;
  };
  const [none, some] = [await losses(0), await losses(0.5)];
  expect(none["generator_loss"]).toBeCloseTo(none["loss"], 6);
  expect(some["generator_loss"] - some["loss"]).toBeGreaterThan(0.2);
});

test("its model is asked to clean pictures, and draws those of the test part as its run did, to a grey level", async () => {
  const trainer = await trainers.open();
  await stepped(trainer, 25);
  const { model } = await predicted(trainer, "RESTORED_IMAGES");
  const area = model.size ** 2;
  const [weights, preparation] = [await trainer.weights(), trainer.preparation!];
  trainers.dispose();
  const nothing = trainers.tf.memory().numTensors;
  const predictor = await openPredictor({ parameters: trainers.parameters({}), preparation, weights });
  const rows = [0, 1, 2].map((row) => [row * area, (row + 1) * area]);
  const images = rows.map(([from, until]) => {
    const bytes = Uint8Array.from(model.spoilt.subarray(from, until), (light) => Math.round(255 * light));
    return greyPng(bytes, model.size, model.size).toString("base64");
  });
  const answers = (await predictor.predict({ images })) as ImagePrediction[];
  predictor.dispose();
  expect(trainers.tf.memory().numTensors).toBe(nothing);
  expect(answers).toMatchObject(images.map(() => ({ size: 28, label: null })));
  answers.forEach(({ image }, at) => {
    const { values } = decodedPicture(Buffer.from(image, "base64"), { channels: 1, sideMax: 28 });
    const own = model.restored.subarray(...(rows[at] as [number, number]));
    // The noise was brought to whole grey levels on the way here, and the picture again.
    expect(Math.max(...own.map((light, pixel) => Math.abs(255 * light - values[pixel])))).toBeLessThan(2);
  });
});
