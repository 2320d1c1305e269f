import { afterAll, afterEach, beforeAll, expect, test } from "@jest/globals";
import { createHash } from "node:crypto";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import onnxProto from "onnx-proto";
import { DataKind } from "../../../src/domains/training/datasets/data-kind.js";
import { ExportFormat, ExportPrecision } from "../../../src/domains/training/exports/export.specs.js";
import { founderQuestions } from "../../../test/harness/founder-questions.js";
import { trainedModel } from "../../../test/harness/trained-model.js";
import type { OwnDataFile } from "../../datasets/own-data.js";
import { openBackend } from "../../runtime/tensor/backend.js";
import type { Tensorflow } from "../../runtime/tensor/tensorflow.js";

let tf: Tensorflow;
let folder: string;
let ownData: OwnDataFile;

beforeAll(async () => {
  ({ tf } = await openBackend("CPU", "wasm"));
  folder = await mkdtemp(join(tmpdir(), "questions-"));
  const [path, text] = [join(folder, "questions.json"), founderQuestions()];
  await writeFile(path, text);
  const sha256 = createHash("sha256").update(text).digest("hex");
  ownData = { name: "Founders", number: 1, kind: DataKind.QUESTIONS, options: {}, sha256, path };
});

afterEach(() => tf.disposeVariables());
afterAll(() => rm(folder, { recursive: true }));

test("a reader marks the same answers in ONNX Runtime, its logits equal to 1e-4, over windows of any length", async () => {
  const parameters = { maxLength: 32, stride: 8, batchSize: 8, frozen: 1 };
  const { convert } = await trainedModel("bert-question-answering", "start-up-questions-en", parameters, 2, { ownData }); // prettier-ignore
  const { report, file } = await convert(ExportFormat.ONNX, ExportPrecision.FLOAT32);
  expect(report).toMatchObject({ figure: "tokenF1", after: report.before });
  expect(report.largestDifference).toBeGreaterThan(0);
  expect(report.largestDifference).toBeLessThan(1e-4);

  const { graph, metadataProps } = onnxProto.onnx.ModelProto.decode(file);
  expect(graph!.input!.map(({ name }) => name)).toEqual(["input_ids", "token_type_ids", "attention_mask"]);
  expect(graph!.output!.map(({ name }) => name)).toEqual(["start_logits", "end_logits"]);
  const about = Object.fromEntries(metadataProps.map(({ key, value }) => [key!, JSON.parse(value!) as unknown]));
  expect(about).toMatchObject({ maxLength: 32, stride: 8, longestQuestion: 64, longestAnswer: 30, mayBeEmpty: true });
  expect(about.tokenizer).toMatchObject({
    model: { type: "WordPiece" },
    post_processor: { type: "TemplateProcessing" },
  });

  const { report: bytes } = await convert(ExportFormat.ONNX, ExportPrecision.INT8);
  expect(bytes.largestDifference).toBeGreaterThan(report.largestDifference!);
  expect(bytes.largestDifference).toBeLessThan(0.5);
  expect(bytes.bytesAfter).toBeLessThan(0.5 * bytes.bytesBefore);
  expect(bytes.after).not.toBeNull();
});
