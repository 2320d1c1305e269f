import { createHash } from "node:crypto";
import { readdir } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { startWorker } from "../../workers/start-worker.js";
import type { ServingConfig } from "../../src/config.js";
import { removeOrphans } from "../../src/domains/training/artifacts/artifact.jobs.js";
import { openInfrastructure } from "../../src/infrastructure.js";
import { createLogger } from "../../src/kernel/logger.js";
import { StartupError } from "../../src/kernel/startup-error.js";
import type { Client } from "../harness/client.js";
import { startObjectStore, type ObjectStore } from "../harness/object-store.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { twoClasses, upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

let objects: ObjectStore;
const changes: Partial<ServingConfig> = {};
beforeAll(async () => {
  objects = await startObjectStore();
  changes.s3 = objects.s3;
});
afterAll(() => objects.remove());
const product = withProduct(changes);
withWorker(product);

const QUICK = { ...SMALL, parameters: { epochs: 2, batchSize: 50 } };
const LONGER = { ...SMALL, parameters: { epochs: 6, batchSize: 50 } };
const ARTIFACTS = `query ($id: ID!) { trainingRun(id: $id) { artifacts(first: 50) { id name url sha256 size } } }`;

interface Artifact {
  id: string;
  name: string;
  url: string;
  sha256: string;
  size: number;
}

let founder: Client;
let events: RunEvent[];
let artifacts: Artifact[];
let runId: string;

beforeAll(async () => {
  founder = await product.founder();
  const { id } = await launch(founder, QUICK);
  runId = id.replace("TrainingRun_", "");
  events = await follow(founder, id);
  artifacts = (await founder.query<{ trainingRun: { artifacts: Artifact[] } }>(ARTIFACTS, { id })).trainingRun
    .artifacts;
});

test("a run keeps all it makes in the bucket, and nothing in the home", async () => {
  expect(events.at(-1)).toMatchObject({ status: "SUCCEEDED" });
  const curves = ["curves.svg", "roc.svg", "precision-recall.svg", "reliability.svg"];
  const pictures = ["confusion-matrix.svg", "slices.svg", "hardest.svg"];
  const made = ["weights.safetensors", "predictions.safetensors", ...curves, ...pictures];
  expect(artifacts.map(({ name }) => name)).toEqual(expect.arrayContaining(made));
  expect(artifacts.filter(({ name }) => !made.includes(name))).toHaveLength(QUICK.parameters.epochs);
  expect(await readdir(product.config.home)).not.toContain("artifacts");
});

test("an uploaded file lies in the bucket and nowhere else, is trained on from there, and goes with its data set", async () => {
  const content = twoClasses(40);
  const { id, version } = await upload(product, founder, content, { name: "shoppers", kind: "TABLE" });
  const { datasetFiles } = product.services;
  const versionId = version!.id.replace("DatasetVersion_", "");
  expect(await text((await datasetFiles.open(versionId))!)).toBe(content);
  expect(await readdir(product.config.home)).not.toContain("artifacts");
  const parameters = { epochs: 2, hiddenUnits: 8, layers: 1 };
  const run = await launch(founder, { recipe: "tabular-classification", dataset: id, parameters });
  expect((await follow(founder, run.id)).at(-1)).toMatchObject({ status: "SUCCEEDED" });
  await founder.query(`mutation ($id: ID!) { deleteDataset(id: $id) }`, { id });
  expect(await datasetFiles.open(versionId)).toBeUndefined();
});

test("a file that does not fit leaves nothing in the bucket", async () => {
  const before = await objects.keys();
  const refused = await upload(product, founder, "a,b\n1\n", { name: "broken", kind: "TABLE" });
  expect(refused.__typename).toBe("InvalidData");
  expect(await objects.keys()).toEqual(before);
});

test("every artifact is downloaded from the bucket as it was made, whole or by range", async () => {
  for (const { url, sha256, size } of artifacts) {
    const bytes = Buffer.from(await (await fetch(product.url + url)).arrayBuffer());
    expect([bytes.length, createHash("sha256").update(bytes).digest("hex")]).toEqual([size, sha256]);
    const part = await fetch(product.url + url, { headers: { range: "bytes=1-8" } });
    expect([part.status, Buffer.from(await part.arrayBuffer())]).toEqual([206, bytes.subarray(1, 9)]);
  }
});

test("damage in the bucket is noticed by those who go on from it", async () => {
  const weights = artifacts.find(({ name }) => name === "weights.safetensors")!;
  const load = () => product.services.artifacts.load(runId, weights.name);
  expect(await load()).toHaveLength(weights.size);
  const [{ id: installation }] = await product.services.reader.query<{ id: string }>(`select id from installation`, []);
  await objects.damage(`groundwork/${installation}/${runId}/${weights.id.replace("Artifact_", "")}`);
  expect(await load()).toBeUndefined();
});

test("a run that meets a bucket which is away waits for it, and loses nothing", async () => {
  const curves = artifacts.find(({ name }) => name === "curves.svg")!;
  await objects.stop();
  const { id } = await launch(founder, QUICK);
  await follow(founder, id, 0, ({ __typename }) => __typename === "MetricsLogged");
  const refused = await fetch(product.url + curves.url);
  expect(refused.status).toBe(503);
  expect(await refused.json()).toEqual({
    errors: [
      {
        message: "The artifact store is out of reach: try again in a moment.",
        extensions: { code: "STORE_UNAVAILABLE" },
      },
    ],
  });
  await objects.start();
  const rest = await follow(founder, id);
  expect(rest.at(-1)).toMatchObject({ status: "SUCCEEDED" });
  expect(rest.filter(({ status }) => status === "STARTING")).toHaveLength(1);
  expect(rest.filter(({ __typename }) => __typename === "SampleProduced")).toHaveLength(QUICK.parameters.epochs);
});

test("a worker that stops while its bucket is away hands its run back, which goes on when it is there again", async () => {
  const leaving = await startWorker(product.config);
  const ids = await Promise.all([launch(founder, LONGER), launch(founder, LONGER)]).then((runs) =>
    runs.map(({ id }) => id),
  );
  await Promise.all(ids.map((id) => follow(founder, id, 0, ({ __typename }) => __typename === "MetricsLogged")));
  await objects.stop();
  const [{ held }] = await product.services.reader.query<{ held: string }>(
    `select 'TrainingRun_' || id as held from training_run where worker_id = $1`,
    [leaving.id],
  );
  await leaving.close();
  const back = await follow(founder, held, 0, ({ status, previous }) => status === "QUEUED" && previous === "RUNNING");
  expect(back.at(-1)).toMatchObject({ reason: "the artifact store is out of reach" });
  await objects.start();
  for (const id of ids) expect((await follow(founder, id)).at(-1)).toMatchObject({ status: "SUCCEEDED" });
}, 180_000);

test("a process does not start on a bucket that cannot be used", async () => {
  const { config, services } = product;
  const s3 = { ...objects.s3, bucket: "elsewhere" };
  const starting = openInfrastructure({ ...config, s3 }, services.reader, createLogger("test", "silent"));
  await expect(starting).rejects.toThrow(StartupError);
});

test("the sweep of bytes without an artifact is on the calendar", async () => {
  expect(await product.services.jobs.waiting("maintenance")).toContain(removeOrphans.name);
});
