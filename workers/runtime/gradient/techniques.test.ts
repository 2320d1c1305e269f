import { describe, expect, test } from "@jest/globals";
import { checkpointOf, keepsItsPromises, stepped, Trainers } from "../../../test/harness/trainers.js";
import { cnnImageClassification } from "../../../src/domains/training/recipes/cnn-image-classification.spec.js";
import { tabularClassification } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { PrivacyAccountant } from "../../privacy/rdp-accountant.js";
import { open as openDigits } from "../../recipes/cnn-image-classification/trainer.js";
import { open as openTable } from "../../recipes/tabular-classification/trainer.js";
import { modelSize } from "../model-size.js";
import type { StateTensor } from "../trainer.js";

const tables = new Trainers({
  spec: tabularClassification,
  open: openTable,
  parameters: { epochs: 6, batchSize: 24, hiddenUnits: 16, layers: 2 },
  dataset: "penguins",
});
const digits = new Trainers({
  spec: cnnImageClassification,
  open: openDigits,
  parameters: { epochs: 2, batchSize: 50, shift: 0, dropout: 0 },
  dataset: "mnist-digits-small",
});

const zeros = ({ values }: StateTensor) => values.filter((value: number) => value === 0).length / values.length;

describe("pruning", () => {
  keepsItsPromises(tables, { parameters: { sparsity: 0.7, dropout: 0.2 }, belongsTo: {} });

  test("leaves the share of each kernel's weights that was asked for at zero, and the biases alone", async () => {
    const trainer = await tables.open({ parameters: { sparsity: 0.7, epochs: 20 } });
    const reports = await stepped(trainer);
    const weights = await trainer.weights();
    for (const name of ["hidden1/kernel", "hidden2/kernel", "classes/kernel"])
      expect(zeros(weights[name])).toBeCloseTo(0.7, 1);
    expect(zeros(weights["hidden1/bias"])).toBe(0);
    const shares = reports.map(({ metrics }) => metrics["sparsity"]);
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(shares.at(-1)).toBeCloseTo(0.7, 10);
    expect((await trainer.validate())["accuracy"]).toBeGreaterThan(0.85);
  });

  test("tells what it has cost: the model right before the first weight was pruned, and the one at the end", async () => {
    const parameters = { sparsity: 0.8, epochs: 12, hiddenUnits: 64 };
    const dense = await tables.open({ parameters });
    const third = Math.floor(dense.totalSteps / 3);
    await stepped(dense, third);
    const validation = await dense.validate();
    const [before, checkpoint] = [await modelSize(await dense.weights()), await checkpointOf(dense)];
    expect(await dense.pruned!()).toBeUndefined();
    await stepped(dense);
    const told = await dense.pruned!();
    expect(told).toMatchObject({ before: { step: third, ...before, validation } });
    expect(told!.after).toEqual({
      step: dense.totalSteps,
      ...(await modelSize(await dense.weights())),
      validation: await dense.validate(),
    });
    expect(told!.after.zeros / told!.after.weights).toBeGreaterThan(0.75);
    expect(told!.after.compressedBytes).toBeLessThan(before.compressedBytes! / 2);

    const resumed = await tables.open({ parameters, checkpoint });
    await stepped(resumed, resumed.totalSteps - third - 2);
    const again = await tables.open({ parameters, checkpoint: await checkpointOf(resumed) });
    await stepped(again);
    expect(await again.pruned!()).toEqual(told);
  });

  test("keeps the last weights, since those of an earlier epoch are less sparse", async () => {
    expect((await tables.open({ parameters: { patience: 3 } })).patience).toBe(3);
    expect((await tables.open({ parameters: { patience: 3, sparsity: 0.5 } })).patience).toBe(0);
  });
});

describe("differential privacy", () => {
  const parameters = { privacyNoise: 1.2, epochs: 3 };
  keepsItsPromises(tables, { parameters: { ...parameters, dropout: 0.2 }, belongsTo: {} });

  test("spends what the accountant says for independent draws of every row", async () => {
    const trainer = await tables.open({ parameters });
    const spent = (await stepped(trainer)).map(({ metrics }) => metrics["epsilon"]);
    const sampleRate = 24 / trainer.trainingRows!;
    const accountant = new PrivacyAccountant({ sampleRate, noiseMultiplier: 1.2 });
    expect(spent).toEqual(spent.map((_, at) => accountant.spent(at + 1, 1e-5).epsilon));
    expect(spent.at(-1)).toBeGreaterThan(spent[0]);
  });

  test("without noise to speak of and with a wide clip, a step is the one that the batch's mean gradient takes", async () => {
    const choice = { batchSize: 4096, optimizer: "sgd", learningRate: 0.1, epochs: 1, dropout: 0 };
    const plain = await tables.open({ parameters: choice });
    await stepped(plain, 1);
    const expected = await plain.weights();
    const trainer = await tables.open({ parameters: { ...choice, privacyNoise: 1e-9, privacyClip: 1000 } });
    await stepped(trainer, 1);
    const weights = await trainer.weights();
    for (const [name, { values }] of Object.entries(expected))
      values.forEach((value, at) => expect(weights[name].values[at]).toBeCloseTo(value, 4));
  });

  test("no row moves the weights by more than the clip and the rate allow", async () => {
    const choice = { optimizer: "sgd", learningRate: 1, learningRateSchedule: "constant", batchSize: 4096 };
    const trainer = await tables.open({ parameters: { ...choice, privacyNoise: 1e-9, privacyClip: 0.01 } });
    const before = await trainer.weights();
    await stepped(trainer, 1);
    const after = await trainer.weights();
    const moved = Object.entries(after).flatMap(([name, { values }]) =>
      Array.from(values, (value, at) => (value - before[name].values[at]) ** 2),
    );
    expect(Math.sqrt(moved.reduce((sum, square) => sum + square, 0))).toBeLessThanOrEqual(0.01 + 1e-5);
  });

  test("learns all the same", async () => {
    const trainer = await tables.open({ parameters: { privacyNoise: 0.6, epochs: 10, learningRate: 0.02 } });
    await stepped(trainer);
    expect((await trainer.validate())["accuracy"]).toBeGreaterThan(0.7);
  });
});

describe("adversarial training", () => {
  keepsItsPromises(digits, { parameters: { adversarialShare: 0.5, shift: 1, dropout: 0.2 }, belongsTo: {} });

  test("makes the network withstand attacks that mislead one which has not seen any", async () => {
    const attacked = async (adversarialShare: number) => {
      const trainer = await digits.open({
        parameters: { adversarialShare, adversarialStep: 0.2, batchSize: 20, epochs: 7 },
      });
      await stepped(trainer);
      return (await trainer.validate())["adversarial_accuracy"];
    };
    // A share too small for any row of a batch trains on clean pictures, and is still told of attacks.
    expect(await attacked(0.5)).toBeGreaterThan((await attacked(0.001)) + 0.1);
  });
});

describe("a run that begins with another's weights", () => {
  const trained = async (parameters = {}) => {
    const trainer = await tables.open({ parameters });
    await stepped(trainer);
    return trainer.weights();
  };

  test("has them before its first step, and judges as the other did", async () => {
    const other = await tables.open();
    await stepped(other);
    const [judged, weights] = [await other.validate(), await other.weights()];
    const trainer = await tables.open({ origin: { weights, frozen: [], renewed: [] } });
    expect(await trainer.validate()).toEqual(judged);
    await stepped(trainer, 3);
    expect(await trainer.validate()).not.toEqual(judged);
  });

  test("leaves frozen layers as they are to the last bit, also with decay and after an interruption", async () => {
    const weights = await trained();
    const origin = { weights, frozen: ["hidden1", "hidden2/bias"], renewed: ["classes"] };
    const choice = { parameters: { optimizer: "adamw", l2: 0.1 }, origin };
    const trainer = await tables.open(choice);
    expect((await trainer.weights())["classes/kernel"]).not.toEqual(weights["classes/kernel"]);
    await stepped(trainer, 5);
    const checkpoint = await checkpointOf(trainer);
    await stepped(trainer, 5);
    const [end, state] = [await trainer.weights(), await checkpointOf(trainer)];
    for (const name of ["hidden1/kernel", "hidden1/bias", "hidden2/bias"]) expect(end[name]).toEqual(weights[name]);
    for (const name of ["hidden2/kernel", "classes/kernel"]) expect(end[name]).not.toEqual(weights[name]);
    const resumed = await tables.open({ ...choice, checkpoint });
    await stepped(resumed, 5);
    expect(await checkpointOf(resumed)).toEqual(state);
  });

  test("is refused with names and shapes where they do not fit", async () => {
    const weights = await trained();
    const origin = { weights, frozen: [], renewed: [] };
    const refused = (change: object, parameters = {}) =>
      expect(tables.open({ parameters, origin: { ...origin, ...change } })).rejects;
    await refused({}, { hiddenUnits: 8 }).toMatchObject({
      code: "WEIGHTS_MISMATCH",
      message: expect.stringContaining("hidden2/kernel (here [8, 8], there [16, 16])"),
    });
    await refused({}, { layers: 3 }).toMatchObject({
      message: expect.stringContaining("hidden3/bias (here [16], there missing)"),
    });
    await refused({ frozen: ["hidden9"] }).toMatchObject({
      message: expect.stringContaining("No weight is called hidden9"),
    });
    await refused({ frozen: ["hidden1", "hidden2", "classes"] }).toMatchObject({
      message: expect.stringContaining("nothing is left"),
    });
  });
});
