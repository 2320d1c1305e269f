import { expect, test } from "@jest/globals";
import { tabularClassification } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { accuracy, logLoss } from "../../evaluation/classification.js";
import { keepsItsPromises, predicted, sampleTexts, stepped, Trainers } from "../../../test/harness/trainers.js";
import { open } from "./trainer.js";

const trainers = new Trainers({ spec: tabularClassification, open, parameters: { epochs: 2 }, dataset: "penguins" });

keepsItsPromises(trainers, {
  parameters: { dropout: 0.3, classWeights: "balanced", missing: "median" },
  belongsTo: { network: { parameters: { hiddenUnits: 8 } }, preparation: { parameters: { missing: "drop" } } },
  threads: true,
});

test("twenty epochs beat the majority class by far and logistic regression by its log loss, on the same test part", async () => {
  const logged: string[] = [];
  const log = (line: string) => logged.push(line);
  const trainer = await trainers.open({ parameters: { epochs: 20 }, seed: 2, log });
  await stepped(trainer);
  const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
  expect(baseline.name).toBe("logistic-regression");
  expect(baseline.labels).toEqual(model.labels);
  expect(accuracy(model)).toBeGreaterThanOrEqual(accuracy(baseline) - 0.03);
  expect(accuracy(model)).toBeGreaterThan(0.95);
  expect(logLoss(model)).toBeLessThan(logLoss(baseline));
  expect(logged.at(-1)).toBe("Always saying “Adelie”, the commonest class, has the accuracy 0.4328 on the test part.");
});

test("guessing costs the entropy of the classes' shares, and that of equal shares with balanced weights", async () => {
  const { chanceLoss } = await trainers.open();
  expect(chanceLoss).toBeGreaterThan(1.0);
  expect(chanceLoss).toBeLessThan(Math.log(3));
  expect((await trainers.open({ parameters: { classWeights: "balanced" } })).chanceLoss).toBeCloseTo(Math.log(3), 6);
});

test("renamed labels are the classes that are predicted", async () => {
  const trainer = await trainers.open({ parameters: { labels: "Adelie=small, Chinstrap=small, Gentoo=large" } });
  const { model } = await predicted(trainer, "CLASSIFICATION");
  expect(model.classes).toEqual(["large", "small"]);
});

test("a sample shows every row of the validation part in two columns, and marks the mistakes", async () => {
  const trainer = await trainers.open();
  const [{ text: svg, ...sample }] = await sampleTexts(trainer);
  expect(sample).toMatchObject({ name: "rows", mediaType: "image/svg+xml" });
  expect(svg.match(/data-true/g)).toHaveLength(34);
  expect(svg).toContain("flipper_length_mm");
  const wrong = Math.round(34 * (1 - (await trainer.validate())["accuracy"]));
  expect(wrong).toBeGreaterThan(0);
  expect(svg).toContain(`${wrong} / 34`);
});
