import { afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import * as tf from "@tensorflow/tfjs";
import { gcnGraphClassification } from "../../../src/domains/training/recipes/gcn-graph-classification.spec.js";
import { tabularClassification } from "../../../src/domains/training/recipes/tabular-classification.spec.js";
import { keepsItsPromises, predicted, stepped, Trainers } from "../../../test/harness/trainers.js";
import { accuracy } from "../../evaluation/classification.js";
import { open as openGraphs } from "../../recipes/gcn-graph-classification/trainer.js";
import { open as openTable } from "../../recipes/tabular-classification/trainer.js";
import { fromBfloat16, toBfloat16 } from "../tensor/bfloat16.js";
import { openBackend } from "../tensor/backend.js";
import { MixedPrecision } from "./mixed-precision.js";

const MIXED = { precision: "mixed-bfloat16" };

const tables = new Trainers({
  spec: tabularClassification,
  open: openTable,
  parameters: { epochs: 6, batchSize: 24, hiddenUnits: 16, layers: 2 },
  dataset: "penguins",
});

keepsItsPromises(tables, { parameters: { ...MIXED, dropout: 0.2 }, belongsTo: {}, threads: true });

const bits = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0];
const isHalf = (value: number) => (bits(value) & 0xffff) === 0;

describe("a batch", () => {
  const weight = { current: undefined as tf.Variable | undefined };
  beforeAll(async () => {
    await openBackend("ANY", "wasm");
  });
  afterEach(() => weight.current?.dispose());

  test.each(["answers", "throws"])("sees rounded weights, and they are whole again when it %s", async (end) => {
    const values = [0.1, 1 + 2 ** -8, -3e-20];
    const variable = (weight.current = tf.variable(tf.tensor1d(values)));
    const held = tf.memory().numTensors;
    const seen: Float32Array[] = [];
    const learning = new MixedPrecision({ w: variable }).learning(async () => {
      seen.push(variable.dataSync<"float32">().slice());
      if (end === "throws") throw new Error("no");
      return { gradients: { w: tf.tensor1d([1 / 3, 2, 1e-30]) }, loss: 7 };
    });
    if (end === "throws") await expect(learning).rejects.toThrow("no");
    else {
      const { gradients, loss } = await learning;
      expect(loss).toBe(7);
      expect(gradients["w"].dataSync()).toEqual(fromBfloat16(toBfloat16(Float32Array.of(1 / 3, 2, 1e-30))));
      tf.dispose(gradients);
    }
    expect(seen).toEqual([fromBfloat16(toBfloat16(Float32Array.from(values)))]);
    expect(variable.dataSync()).toEqual(Float32Array.from(values));
    expect(tf.memory().numTensors).toBe(held);
  });
});

test("small steps add up: the weights keep what bfloat16 would lose", async () => {
  const trainer = await tables.open({ parameters: { ...MIXED, learningRate: 1e-5, optimizer: "sgd" } });
  const before = (await trainer.weights())["hidden1/kernel"].values as Float32Array;
  await stepped(trainer, 3);
  const after = (await trainer.weights())["hidden1/kernel"].values as Float32Array;
  const moved = [...after.keys()].filter((at) => after[at] !== before[at]);
  expect(moved.length).toBeGreaterThan(after.length / 2);
  const lost = moved.filter((at) => toBfloat16(after)[at] === toBfloat16(before)[at]);
  expect(lost.length).toBeGreaterThan(0.9 * moved.length);
  expect(after.some((value) => !isHalf(value))).toBe(true);
});

test("it takes other steps than float32 does, and learns penguins as well", async () => {
  const learnt = async (parameters: object) => {
    const trainer = await tables.open({ parameters: { epochs: 20, ...parameters } });
    const [{ metrics }, second] = await stepped(trainer, 2);
    await stepped(trainer);
    const { model, baseline } = await predicted(trainer, "CLASSIFICATION");
    return { losses: [metrics["loss"], second.metrics["loss"]], right: accuracy(model), known: accuracy(baseline) };
  };
  const [full, mixed] = [await learnt({}), await learnt(MIXED)];
  expect(mixed.losses).not.toEqual(full.losses);
  expect(mixed.losses[1]).toBeCloseTo(full.losses[1], 1);
  expect(mixed.right).toBeGreaterThanOrEqual(full.right - 0.03);
  expect(mixed.right).toBeGreaterThan(0.95);
});

test("privacy costs the same epsilon: noise comes first, then rounding", async () => {
  const spent = async (parameters: object) => {
    const private_ = { privacyNoise: 1, ...parameters };
    const [, { metrics }] = await stepped(await tables.open({ parameters: private_ }), 2);
    return metrics["epsilon"];
  };
  expect(await spent(MIXED)).toBe(await spent({}));
});

describe("graphs", () => {
  const graphs = new Trainers({
    spec: gcnGraphClassification,
    open: openGraphs,
    parameters: { epochs: 2, dropout: 0 },
    dataset: "motif-graphs-small",
  });

  test("are learnt from too, on one thread", async () => {
    const trainer = await graphs.open({ parameters: { ...MIXED, epochs: 10 } });
    const before = (await trainer.validate())["loss"];
    await stepped(trainer);
    expect((await trainer.validate())["loss"]).toBeLessThan(0.9 * before);
  });
});
