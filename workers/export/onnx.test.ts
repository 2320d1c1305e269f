import { afterEach, beforeAll, expect, test } from "@jest/globals";
import { ExportFormat, ExportPrecision } from "../../src/domains/training/exports/export.specs.js";
import { trainedModel } from "../../test/harness/trained-model.js";
import { openBackend } from "../runtime/tensor/backend.js";
import type { Tensorflow } from "../runtime/tensor/tensorflow.js";
import { convertApart } from "./conversion-child.js";

let tf: Tensorflow;

beforeAll(async () => {
  ({ tf } = await openBackend("CPU", "wasm"));
});

afterEach(() => tf.disposeVariables());

const { ONNX, SAFETENSORS } = ExportFormat;
const { FLOAT32, FLOAT16, INT8 } = ExportPrecision;

test.each([
  ["cnn-image-classification", "mnist-digits-small", { variant: "standard", batchSize: 50 }, 20],
  ["tabular-classification", "penguins", { missing: "median", layers: 2 }, 60],
  ["transformer-text-classification", "word-order-zh", { headWidth: 32, layers: 2, maxLength: 24 }, 6],
  ["attention-text-classifier", "word-order-en", { embedding: 200, hidden: 64 }, 6],
  ["lstm-text-classifier", "word-order-zh", { embedding: 200, direction: "both", pooling: "mean" }, 6],
  ["bert-fine-tune-classification", "word-order-en", { maxLength: 24, frozen: 1 }, 6],
  ["gan-image-denoising", "mnist-digits-small", { filters: 8 }, 10],
])(
  "%s (%s, %j) says the same to 1e-4 in ONNX Runtime, and nearly the same in bytes",
  async (recipe, dataset, given, steps) => {
    const { convert } = await trainedModel(recipe, dataset, given, steps);
    const floats = (await convert(ONNX, FLOAT32)).report;
    expect(floats.largestDifference).toBeLessThan(1e-4);
    expect(floats.after).toBeCloseTo(floats.before!, 3);

    const { report: bytes, file } = await convert(ONNX, INT8);
    expect(bytes.bytesAfter).toBe(file.byteLength);
    if (bytes.bytesBefore > 100_000) expect(bytes.bytesAfter).toBeLessThan(0.3 * bytes.bytesBefore);
    expect(bytes.largestDifference).toBeGreaterThan(floats.largestDifference!);
    expect(Math.abs(bytes.after! - bytes.before!)).toBeLessThan(0.03 * Math.max(1, bytes.before!));
    const operators = Buffer.from(file).toString("latin1");
    expect(operators).toContain("DynamicQuantizeLinear");
    expect(operators).toMatch(/MatMulInteger|ConvInteger/);
  },
);

test.each([
  ["cnn-image-classification", "mnist-digits-small", { variant: "deep", batchSize: 50, shift: 0 }, 20],
  ["autoencoder-features", "mnist-digits-small", { noise: 0.2 }, 2],
  ["lstm-text-classifier", "word-order-zh", { embedding: 200, direction: "both", pooling: "last" }, 6],
  ["lstm-text-classifier", "word-order-en", { embedding: 200, direction: "forwards", pooling: "max" }, 6],
  ["gan-image-generation", "mnist-digits-small", { variant: "convolutional", conditional: false, filters: 8 }, 5],
  ["gan-image-generation", "mnist-digits-small", { averaging: 0 }, 20],
])("%s (%s, %j) says the same to 1e-4 in ONNX Runtime", async (recipe, dataset, given, steps) => {
  const { report } = await (await trainedModel(recipe, dataset, given, steps)).convert(ONNX, FLOAT32);
  expect(report.largestDifference).toBeLessThan(1e-4);
  expect(report.after).toBeCloseTo(report.before!, 3);
});

test("a network that plays says the same in ONNX Runtime, and plays the test games as the run did", async () => {
  const small = {
    learningStarts: 200,
    replaySize: 2000,
    points: 1,
    maxDecisions: 60,
    games: 2,
    batchSize: 8,
    steps: 40,
  };
  const { convert } = await trainedModel("dqn-pong", "pong", small, 40);
  const floats = (await convert(ONNX, FLOAT32)).report;
  expect(floats.largestDifference).toBeLessThan(1e-4);
  expect(floats.after).toBe(floats.before);
  const { report: bytes, file } = await convert(ONNX, INT8);
  expect(bytes.bytesAfter).toBeLessThan(0.3 * bytes.bytesBefore);
  expect(bytes.largestDifference).toBeGreaterThan(floats.largestDifference!);
  expect(bytes.after).not.toBeNull();
  expect(Buffer.from(file).toString("latin1")).toContain("ConvInteger");
});

test("weights in two bytes and in one are judged as they come out of the file", async () => {
  const { convert } = await trainedModel("cnn-image-classification", "mnist-digits-small", { batchSize: 50 }, 20);
  const half = (await convert(SAFETENSORS, FLOAT16)).report;
  const bytes = (await convert(SAFETENSORS, INT8)).report;
  expect(half).toMatchObject({ figure: "accuracy", largestDifference: null });
  expect(half.bytesAfter / half.bytesBefore).toBeCloseTo(0.5, 2);
  expect(bytes.bytesAfter / bytes.bytesBefore).toBeLessThan(0.27);
  for (const { before, after } of [half, bytes]) expect(Math.abs(after! - before!)).toBeLessThanOrEqual(0.02);
});

test("a file that says something else than its run predicted is not kept", async () => {
  const given = ["tabular-classification", "penguins", {}] as const;
  const { about } = await trainedModel(...given, 20);
  const { weights } = (await trainedModel(...given, 21)).about;
  const answer = await convertApart({ ...about, weights, format: ONNX, precision: FLOAT32 });
  expect(answer).toMatchObject({ type: "failed", code: "OUTPUTS_DIFFER" });
});
