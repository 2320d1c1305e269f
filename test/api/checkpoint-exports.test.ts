import { beforeAll, expect, test } from "@jest/globals";
import { rowId } from "../../src/kernel/ids.js";
import { headerLength, tensorsIn } from "../../src/domains/training/checkpoints/safetensors-header.js";
import { ZipArchive } from "../../src/kernel/zip-archive.js";
import { decodeSafetensors } from "../../workers/runtime/safetensors.js";
import { checkpointZip, fixtureTensor, fixtureTensors } from "../harness/checkpoints.js";
import type { Client } from "../harness/client.js";
import { made, requestExport } from "../harness/exports.js";
import { founderQuestions } from "../harness/founder-questions.js";
import { withProduct } from "../harness/product.js";
import { follow, launch } from "../harness/runs.js";
import { type Created, upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

/** Frozen to the top: only the heads learn. */
const PARAMETERS = { epochs: 1, frozen: 3, maxLength: 32 };

let founder: Client;
let fixture: Created;

beforeAll(async () => {
  founder = await product.founder();
  fixture = await upload(product, founder, await checkpointZip(), { name: "BERT", kind: "CHECKPOINT" }, "bert.zip");
});

/** A run that has ended, with what it logged. */
async function trained(recipe: string, dataset: Created, checkpoint: Created, learningRate = 1e-3) {
  const { id } = await launch(founder, { recipe, dataset: dataset.id, checkpoint: checkpoint.id, parameters: { ...PARAMETERS, learningRate } }); // prettier-ignore
  const events = await follow(founder, id);
  expect(events.at(-1)).toMatchObject({ __typename: "StatusChanged", status: "SUCCEEDED" });
  const weights = await product.services.artifacts.load(rowId("TrainingRun", id), "weights.safetensors");
  const { tensors } = decodeSafetensors(weights!);
  return { id, tensors, log: events.map(({ message }) => message ?? "").join("\n") };
}

/** The run's model as a checkpoint, as a person fetches it. */
async function exported(run: string, precision: string) {
  await requestExport(founder, run, "SAFETENSORS", precision);
  const { artifact, report, status } = (await made(founder, run)).find((each) => each.precision === precision)!;
  expect([status, artifact?.name]).toEqual(["SUCCEEDED", `checkpoint-${precision.toLowerCase()}.zip`]);
  const file = Buffer.from(await (await fetch(product.url + artifact!.url)).arrayBuffer());
  const archive = await ZipArchive.open(file, { entries: 10, bytes: 1e9 });
  const files = new Map(await Promise.all(archive.entries.map(async ({ name, bytes }) => [name, await bytes()] as const))); // prettier-ignore
  archive.close();
  const json = (name: string) => JSON.parse(files.get(name)!.toString("utf8")) as Record<string, unknown>;
  return { file, report: report!, json, tensors: savedIn(files.get("model.safetensors")!) };
}

/** Tensors of a file with their shapes and types. */
function savedIn(file: Buffer): string[] {
  const end = 8 + headerLength("model.safetensors", file.subarray(0, 8), file.length);
  const tensors = tensorsIn("model.safetensors", file.subarray(8, end), file.length);
  return tensors.map(([name, { shape, dtype }]) => `${name}: ${dtype} ${shape.join(" ")}`).sort();
}

/** Those of the fixture, which Hugging Face's library has named, but for another head's. */
async function fixtureNames(dtype: string, without: RegExp): Promise<string[]> {
  const own = Object.entries(await fixtureTensors()).filter(([name]) => !without.test(name));
  return own.map(([name, { shape }]) => `${name}: ${dtype} ${shape.join(" ")}`).sort();
}

/** The largest difference of two weights' numbers. */
function farthest(one: { values: ArrayLike<number> }, other: { values: ArrayLike<number> }): number {
  return Math.max(...Array.from(one.values, (value, at) => Math.abs(value - other.values[at])));
}

test("a fine-tuned classifier leaves as BertForSequenceClassification, comes back by upload, and goes on with its head", async () => {
  const rows = Array.from({ length: 60 }, (_, at) => `the model trains ${at},${["even", "odd", "no number"][at % 3]}`);
  const texts = await upload(product, founder, `text,label\n${rows.join("\n")}\n`, { name: "Trains", kind: "TEXTS" });
  const first = await trained("bert-fine-tune-classification", texts, fixture, 0.1);
  const { file, report, json, tensors } = await exported(first.id, "FLOAT32");
  expect(report.after).toBe(report.before);
  expect(report.largestDifference).toBeLessThan(1e-4);
  expect(tensors).toEqual(await fixtureNames("F32", /^qa_outputs/));
  expect(json("config.json")).toMatchObject({
    ...{ architectures: ["BertForSequenceClassification"], model_type: "bert", hidden_size: 32, vocab_size: 38 },
    ...{ id2label: { 0: "even", 1: "no number", 2: "odd" }, label2id: { even: 0, "no number": 1, odd: 2 } },
  });
  expect(json("tokenizer.json")).toMatchObject({ model: { type: "WordPiece" }, post_processor: { type: "TemplateProcessing" } }); // prettier-ignore

  const back = await upload(product, founder, file, { name: "Fine-tuned", kind: "CHECKPOINT" }, "checkpoint.zip");
  expect(back).toMatchObject({ __typename: "Dataset", rows: tensors.length });
  const second = await trained("bert-fine-tune-classification", texts, back);
  expect(first.log).not.toMatch("its head goes on learning");
  expect(second.log).toMatch("its head goes on learning");
  expect(second.tensors["block2/feed/inner/kernel"]).toEqual(first.tensors["block2/feed/inner/kernel"]);
  expect(farthest(second.tensors["classes/kernel"], first.tensors["classes/kernel"])).toBeLessThan(0.02);

  const other = await upload(product, founder, `text,label\n${rows.join("s\n")}s\n`, { name: "Others", kind: "TEXTS" });
  expect((await trained("bert-fine-tune-classification", other, back)).log).not.toMatch("its head goes on learning");
});

test("a reader leaves as BertForQuestionAnswering in half precision, comes back by upload, and begins where it ended", async () => {
  const questions = await upload(product, founder, founderQuestions(), { name: "Founders", kind: "QUESTIONS" }, "founders.json"); // prettier-ignore
  const first = await trained("bert-question-answering", questions, fixture, 0.1);
  const { file, report, json, tensors } = await exported(first.id, "FLOAT16");
  expect(report.largestDifference).toBeGreaterThan(0);
  expect(report.largestDifference).toBeLessThan(0.01);
  expect(report.bytesAfter).toBeLessThan(0.6 * report.bytesBefore);
  expect(tensors).toEqual(await fixtureNames("F16", /^classifier|pooler/));
  expect(json("config.json")).toMatchObject({ architectures: ["BertForQuestionAnswering"], torch_dtype: "float16" });

  const back = await upload(product, founder, file, { name: "Reader", kind: "CHECKPOINT" }, "checkpoint.zip");
  const second = await trained("bert-question-answering", questions, back);
  expect(farthest(second.tensors["words/table"], first.tensors["words/table"])).toBeLessThan(1e-3);
  expect(farthest(second.tensors["span/kernel"], first.tensors["span/kernel"])).toBeLessThan(0.02);
  const starts = { values: first.tensors["span/kernel"].values.filter((_, at) => at % 2 === 0) };
  const untrained = { values: (await fixtureTensor("qa_outputs.weight")).slice(0, starts.values.length) };
  expect(farthest(starts, untrained)).toBeGreaterThan(0.05);
});

test("a checkpoint is not written in bytes", async () => {
  const { id } = await launch(founder, { recipe: "bert-question-answering", parameters: { epochs: 1 } });
  expect(await requestExport(founder, id, "SAFETENSORS", "INT8")).toMatchObject({ code: "PRECISION_NOT_OFFERED" });
});
