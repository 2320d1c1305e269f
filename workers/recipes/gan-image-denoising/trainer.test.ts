import { expect, test } from "@jest/globals";
import { ganImageDenoising } from "../../../src/domains/training/recipes/gan-image-denoising.spec.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { evaluateRestoredImages } from "../../evaluation/restored-images.js";
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

test.each(["gaussian", "salt-and-pepper"])("it cleans %s noise better than either filter does", async (noise) => {
  const trainer = await trainers.open({ parameters: { noise, filters: 6, epochs: 6, batchSize: 16 } });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "RESTORED_IMAGES");
  const { psnr, spoilt, gaussianFilter, medianFilter } = evaluateRestoredImages(model) as Record<string, unknown>;
  const ratioOf = (of: unknown) => (of as { psnr: number }).psnr;
  expect(ratioOf(gaussianFilter)).toBeGreaterThan(ratioOf(spoilt));
  expect(ratioOf(medianFilter)).toBeGreaterThan(ratioOf(spoilt));
  expect(psnr).toBeGreaterThan(Math.max(ratioOf(gaussianFilter), ratioOf(medianFilter)) + 1);
  const better = ratioOf(gaussianFilter) > ratioOf(medianFilter) ? "gaussian-filter" : "median-filter";
  expect(baseline.name).toBe(better);
});

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
