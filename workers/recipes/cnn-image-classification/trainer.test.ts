import { expect, test } from "@jest/globals";
import { cnnImageClassification } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { accuracy } from "../../evaluation/classification.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { open } from "./trainer.js";

const trainers = new Trainers({
  spec: cnnImageClassification,
  open,
  parameters: { epochs: 2 },
  dataset: "mnist-digits-small",
});

keepsItsPromises(trainers, {
  parameters: { shift: 2, rotation: 12, dropout: 0.3, batchSize: 65, classWeights: "balanced" },
  belongsTo: { network: { parameters: { variant: "deep" } } },
  threads: true,
});

test("two epochs on 800 digits beat the nearest centroid's baseline on the test part", async () => {
  const trainer = await trainers.open({ parameters: { batchSize: 16, epochs: 2 } });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
  expect(baseline.name).toBe("nearest-centroid");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(baseline)).toBeGreaterThan(0.7);
  expect(accuracy(model)).toBeGreaterThan(accuracy(baseline));
});

test("the hardest pictures of the test part go with its predictions, the worst first", async () => {
  const { model } = await predicted(await trainers.open(), "CLASSIFICATION");
  const { rows, pictures } = model.shown!;
  const chance = (row: number) => model.probabilities[row * 10 + model.labels[row]];
  const all = Array.from(model.labels.keys()).sort((a, b) => chance(a) - chance(b));
  expect([...rows]).toEqual(all.slice(0, 50));
  expect(pictures!.pixels).toHaveLength(50 * pictures!.size ** 2);
  const first = pictures!.pixels.subarray(0, pictures!.size ** 2);
  expect([Math.min(...first), Math.max(...first) > 0.9]).toEqual([0, true]);
});

test("an epoch takes as many steps as hold its pictures in batches of at most the given size, and its last step says so", async () => {
  const trainer = await trainers.open({ parameters: { epochs: 1, batchSize: 300 } });
  expect(trainer.totalSteps).toBe(3);
  expect((await stepped(trainer, 3)).map(({ epoch, epochEnded }) => [epoch, epochEnded])).toEqual([
    [1, false],
    [1, false],
    [1, true],
  ]);
});

test.each([
  ["standard", 225_034],
  ["deep", 93_322],
])("the %s network has the catalogue's number of weights", async (variant, size) => {
  const trainer = await trainers.open({ parameters: { variant } });
  const weights = Object.values(await trainer.weights());
  expect(weights.reduce((sum, { values }) => sum + values.length, 0)).toBe(size);
});

test("the deep network learns", async () => {
  const trainer = await trainers.open({ parameters: { variant: "deep", batchSize: 16, dropout: 0, shift: 0 } });
  const losses = (await stepped(trainer, 50)).map(({ metrics }) => metrics["loss"]);
  expect(losses.at(-1)).toBeLessThan(losses[0] / 2);
});

test("the cosine schedule falls from the learning rate to nearly nothing, the constant one stays", async () => {
  const rates = async (learningRateSchedule: string) => {
    const trainer = await trainers.open({ parameters: { epochs: 1, batchSize: 200, learningRateSchedule } });
    return (await stepped(trainer, 4)).map(({ metrics }) => metrics["learning_rate"]);
  };
  expect(await rates("constant")).toEqual([1e-3, 1e-3, 1e-3, 1e-3]);
  const cosine = await rates("cosine");
  [1, 0.853553, 0.5, 0.146447].forEach((share, i) => expect(cosine[i]).toBeCloseTo(share * 1e-3, 8));
});

test("a sample shows one of each class and names the mistakes", async () => {
  const trainer = await trainers.open();
  const [{ text: svg, ...sample }] = await sampleTexts(trainer);
  expect(sample).toMatchObject({ name: "pictures", mediaType: "image/svg+xml" });
  expect(svg.match(/<image /g)).toHaveLength(20);
  const wrong = Math.round(100 * (1 - (await trainer.validate())["accuracy"]));
  expect(svg).toContain(`Surest mistakes (${wrong} of 100)`);
});
