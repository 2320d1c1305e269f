import { expect, test } from "@jest/globals";
import { gcnGraphClassification } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { accuracy } from "../../evaluation/classification.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { open } from "./trainer.js";

const trainers = new Trainers({
  spec: gcnGraphClassification,
  open,
  parameters: { epochs: 2, dropout: 0.2, classWeights: "balanced" },
  dataset: "motif-graphs-small",
});

keepsItsPromises(trainers, {
  belongsTo: { network: { parameters: { width: 32 } }, "data set": { dataset: "motif-graphs" } },
});

test("six epochs on 1,600 graphs see what degree statistics cannot", async () => {
  const trainer = await trainers.open({ dataset: "motif-graphs", parameters: { epochs: 6, dropout: 0 } });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
  expect(baseline.name).toBe("degree-statistics");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(baseline)).toBeLessThan(0.4);
  expect(accuracy(model)).toBeGreaterThan(0.7);
});

test("a run begins at the loss of guessing, and tells what a step takes", async () => {
  const trainer = await trainers.open();
  expect(trainer.chanceLoss).toBeCloseTo(Math.log(4), 12);
  const { loss } = await trainer.validate();
  expect(Math.abs(loss - Math.log(4))).toBeLessThan(0.2);
  expect(trainer.work?.examples).toBe(16);
  expect(trainer.work?.flops).toBeGreaterThan(1e6);
});

test("a sample shows one graph of each class and names the mistakes", async () => {
  const trainer = await trainers.open();
  const [{ text: svg, ...sample }] = await sampleTexts(trainer);
  expect(sample).toMatchObject({ name: "graphs", mediaType: "image/svg+xml" });
  expect(svg.match(/<rect class="(good|bad)"/g)).toHaveLength(8);
  const wrong = Math.round(40 * (1 - (await trainer.validate())["accuracy"]));
  expect(svg).toContain(`Surest mistakes (${wrong} of 40)`);
});
