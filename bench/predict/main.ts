import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import ort from "onnxruntime-node";
import { loadMnistDigits } from "../../workers/datasets/mnist-digits.js";
import { greyPng } from "../../workers/drawing/png.js";
import { WorkerProgram } from "../control/worker-program.js";
import { machine } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable } from "../harness/figures.js";
import { ask, startProduct } from "../harness/product.js";

/** A digit's way through `predict` over HTTP: PNG, authorisation, whose run it is, the network, the answer. */

const [ROUNDS, WARMING] = [300, 30];
const AT_ONCE = 8;
const RUN = { recipe: "cnn-image-classification", dataset: "mnist-digits-small", parameters: { epochs: 2 } };
const PREDICT = `query ($runId: ID!, $input: PredictionInput!) { predict(runId: $runId, input: $input) {
  __typename ... on Predictions { warm predictions { ... on ClassPrediction { label probability } } }
  ... on Refusal { message } } }`;
const EXPORT = `mutation ($input: ExportTrainedModelInput!) { exportTrainedModel(input: $input) { __typename } }`;

const database = await startDatabase(async () => undefined);
const home = await mkdtemp(join(tmpdir(), "groundwork-bench-"));
const product = await startProduct(database.url, home);
const worker = await WorkerProgram.start(database.url, home);
const query = <T>(document: string, variables: object) =>
  ask<T>(product.url, { query: document, variables }, product.headers);

const { launchTrainingRun: run } = await query<{ launchTrainingRun: { id: string } }>(
  `mutation ($input: LaunchTrainingRunInput!) { launchTrainingRun(input: $input) { ... on TrainingRun { id } } }`,
  { input: RUN },
);
await until("status", async () => (await field<string>("status")) === "SUCCEEDED");
await query(EXPORT, { input: { runId: run.id, format: "ONNX", precision: "FLOAT32" } });
type Export = { artifact: { url: string } | null };
await until("export", async () => Boolean((await field<Export[]>("exports", "{ artifact { url } }"))[0]?.artifact));
const [{ artifact }] = await field<Export[]>("exports", "{ artifact { url } }");
await worker.end("SIGTERM");

const { pixels } = await loadMnistDigits("mnist-digits-small");
const digits = Array.from({ length: 100 }, (_, at) => pixels.subarray(at * 7840, at * 7840 + 784));
const images = digits.map((digit) => greyPng(digit, 28, 28).toString("base64"));

const predict = async (input: string[]) => {
  const { predict } = await query<{ predict: { __typename: string; message?: string } }>(PREDICT, {
    runId: run.id,
    input: { images: input },
  });
  if (predict.__typename !== "Predictions") throw new Error(predict.message);
};
const one = (at: number) => predict([images[at % images.length]]);

const cold = await timed(() => one(0));
const rows = [
  ["predict, one digit, warm", ...(await measured(one, ROUNDS))],
  [`predict, one digit, ${AT_ONCE} askers`, ...(await crowded())],
  ["predict, a hundred digits, warm", ...(await measured(() => predict(images), 30))],
];
const file = await fetch(product.url + artifact!.url);
const session = await ort.InferenceSession.create(new Uint8Array(await file.arrayBuffer()), { intraOpNumThreads: 1 });
const bright = digits.map((digit) => Float32Array.from(digit, (byte) => byte / 255));
rows.push([
  "ONNX Runtime, one digit, no API",
  ...(await measured(
    (at) => session.run({ images: new ort.Tensor("float32", bright[at % 100], [1, 28, 28]) }),
    ROUNDS,
  )),
]);

console.log(
  `\n${new Date().toISOString().slice(0, 10)}, ${machine()}; the first question after a start took ${cold.toFixed(0)} ms.\n`,
);
printTable(["", "p50 ms", "p99 ms", "most ms"], rows);
await session.release();
await product.stop();
await database.stop();
await rm(home, { recursive: true });

async function field<T>(name: string, selection = ""): Promise<T> {
  const answer = await query<{ trainingRun: Record<string, T> }>(
    `query ($id: ID!) { trainingRun(id: $id) { ${name} ${selection} } }`,
    { id: run.id },
  );
  return answer.trainingRun[name];
}

async function until(what: string, holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await holds()); tries++) {
    if (tries > 600) throw new Error(`no ${what} after five minutes`);
    await delay(500);
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function measured(work: (at: number) => Promise<unknown>, rounds: number): Promise<string[]> {
  for (let at = 0; at < Math.min(WARMING, rounds); at++) await work(at);
  const times: number[] = [];
  for (let at = 0; at < rounds; at++) times.push(await timed(() => work(at)));
  return figures(times);
}

async function crowded(): Promise<string[]> {
  const times: number[] = [];
  const asker = async (first: number) => {
    for (let at = 0; at < ROUNDS / 2; at++) times.push(await timed(() => one(first + at)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, (_, at) => asker(at * 12)));
  return figures(times);
}

function figures(times: readonly number[]): string[] {
  const sorted = times.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))].toFixed(1);
  return [at(0.5), at(0.99), at(1)];
}
