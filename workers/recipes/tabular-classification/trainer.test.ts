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

test("a group column tells the groups of the test rows; each row's numbers, and the hardest rows, go with them", async () => {
  const parameters = { groupColumn: "sex", favourableLabel: "Gentoo" };
  const { model } = await predicted(await trainers.open({ parameters }), "CLASSIFICATION");
  const { groups, traits, shown, labels } = model;
  expect(groups).toMatchObject({ column: "sex", names: ["FEMALE", "MALE"], favourable: "Gentoo" });
  expect(groups!.of).toHaveLength(labels.length);
  expect(traits!.map(({ name }) => name)).toContain("flipper_length_mm");
  const [first] = shown!.rows;
  const flipper = traits!.find(({ name }) => name === "flipper_length_mm")!.values[first];
  expect(shown!.texts![0]).toContain(`flipper_length_mm = ${flipper}`);
  expect(shown!.texts![0]).toContain(`sex = ${groups!.names[groups!.of[first]]}`);
});

test("a group column of numbers is cut into thirds", async () => {
  const { groups } = (
    await predicted(await trainers.open({ parameters: { groupColumn: "body_mass_g" } }), "CLASSIFICATION")
  ).model;
  expect(groups!.names).toHaveLength(3);
  const sizes = groups!.names.map((_, g) => groups!.of.filter((of) => of === g).length);
  for (const size of sizes) expect(size).toBeGreaterThan(10);
});

test.each([
  [{ groupColumn: "age" }, "“age” is no column beside the label; there are island,"],
  [{ favourableLabel: "Emperor" }, "“Emperor” is no label; the labels are Adelie,"],
])("groups that the table does not have are refused before training: %j", async (parameters, message) => {
  await expect(trainers.open({ parameters })).rejects.toThrow(message);
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
