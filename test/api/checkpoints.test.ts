import { beforeAll, expect, test } from "@jest/globals";
import { rowId } from "../../src/kernel/ids.js";
import { decodeSafetensors } from "../../workers/runtime/safetensors.js";
import { checkpointZip, fixtureTensor } from "../harness/checkpoints.js";
import type { Client } from "../harness/client.js";
import { control } from "../harness/control.js";
import { made, requestExport } from "../harness/exports.js";
import { withProduct } from "../harness/product.js";
import { follow, LAUNCH, launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { type Created, upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const RECIPE = { recipe: "bert-fine-tune-classification", parameters: { epochs: 1, frozen: 1, maxLength: 16 } };

let founder: Client;
let texts: Created;
let checkpoint: Created;

beforeAll(async () => {
  founder = await product.founder();
  const rows = Array.from({ length: 60 }, (_, at) => `the model trains ${at},${at % 2 ? "odd" : "even"}`);
  texts = await upload(product, founder, `text,label\n${rows.join("\n")}\n`, { name: "Trains", kind: "TEXTS" });
  checkpoint = await upload(
    product,
    founder,
    await checkpointZip(),
    { name: "Small BERT", kind: "CHECKPOINT" },
    "bert.zip",
  );
});

interface Begun {
  status: string;
  error: { code: string; message: string } | null;
  parameters: { checkpoint: string };
  checkpointSource: { name: string; number: number; sha256: string } | null;
  checkpointVersion: { id: string } | null;
}

const begun = async (id: string): Promise<Begun> => {
  const query = `query ($id: ID!) { trainingRun(id: $id) {
    status error { code message } parameters checkpointSource { name number sha256 } checkpointVersion { id } } }`;
  return (await founder.query<{ trainingRun: Begun }>(query, { id })).trainingRun;
};

const retry = async (id: string) => {
  const mutation = `mutation ($id: ID!) { retryTrainingRun(id: $id) {
    __typename ... on TrainingRun { id } ... on InvalidParameters { errors { field code message } } } }`;
  return (await founder.query<{ retryTrainingRun: { id: string; errors?: object[] } }>(mutation, { id }))
    .retryTrainingRun;
};

async function words(run: string): Promise<ArrayLike<number>> {
  const file = await product.services.artifacts.load(rowId("TrainingRun", run), "weights.safetensors");
  return decodeSafetensors(file!).tensors["words/table"].values;
}

test("a fork of such a run begins with the same checkpoint and goes on where the origin was", async () => {
  const { id } = await launch(founder, { ...RECIPE, dataset: texts.id, checkpoint: checkpoint.id });
  await follow(founder, id);
  const fork = await control(founder, "forkTrainingRun", id, { parameters: { epochs: 2 } });
  const events = await follow(founder, fork.id);
  const origin = await begun(id);
  expect(await begun(fork.id)).toMatchObject({
    ...{ status: "SUCCEEDED", error: null, checkpointSource: origin.checkpointSource },
    parameters: { ...origin.parameters, epochs: 2 },
  });
  const steps = events.flatMap(({ __typename, step }) => (__typename === "MetricsLogged" ? [step] : []));
  expect(steps[0]).toBe(3);
  expect(await words(fork.id)).toEqual(await words(id));
});

test.each([
  ["by threads", { parameters: { ...RECIPE.parameters, threads: 2 } }],
  ["in shards", { federation: { shards: 2, localSteps: 1 } }],
])("a run that is shared %s begins with the checkpoint everywhere, and leaves as ONNX", async (_, shared) => {
  const { id } = await launch(founder, { ...RECIPE, ...shared, dataset: texts.id, checkpoint: checkpoint.id });
  await follow(founder, id);
  expect(await begun(id)).toMatchObject({ status: "SUCCEEDED", error: null });
  expect(await words(id)).toEqual(await fixtureTensor("bert.embeddings.word_embeddings.weight"));
  await requestExport(founder, id, "ONNX", "FLOAT32");
  const [{ status, report }] = await made(founder, id);
  expect(status).toBe("SUCCEEDED");
  expect(report!.largestDifference).toBeLessThan(1e-4);
});

test("a run begins with one's own checkpoint, says which, and keeps it when it is retried; deleted, it stays known", async () => {
  expect(checkpoint).toMatchObject({ __typename: "Dataset", rows: 43 });
  const { id } = await launch(founder, { ...RECIPE, dataset: texts.id, checkpoint: checkpoint.id });
  await follow(founder, id);
  const { sha256 } = checkpoint.version!;
  const source = { name: "Small BERT", number: 1, sha256 };
  expect(await begun(id)).toMatchObject({
    ...{ status: "SUCCEEDED", error: null, checkpointSource: source },
    parameters: { checkpoint: `own-${sha256.slice(0, 12)}` },
    checkpointVersion: { id: checkpoint.version!.id },
  });
  expect(await words(id)).toEqual(await fixtureTensor("bert.embeddings.word_embeddings.weight"));

  const again = await retry(id);
  await follow(founder, again.id);
  expect(await begun(again.id)).toMatchObject({ status: "SUCCEEDED", checkpointSource: source });
  expect(await words(again.id)).toEqual(await words(id));

  const DELETE = `mutation ($id: ID!) { deleteDataset(id: $id) }`;
  await founder.query(DELETE, { id: checkpoint.id });
  expect(await begun(id)).toMatchObject({ checkpointSource: source, checkpointVersion: null });
  expect((await retry(id)).errors).toMatchObject([{ field: "checkpoint", code: "UNKNOWN_DATASET" }]);
});

test("the kind of data and the recipes tell of each other", async () => {
  const { dataFormats, recipes } = await founder.query<{
    dataFormats: { kind: string; recipes: string[] }[];
    recipes: { edges: { node: { id: string; takesCheckpoint: boolean } }[] };
  }>(`{ dataFormats { kind recipes } recipes(first: 50) { edges { node { id takesCheckpoint } } } }`);
  const takers = recipes.edges.filter(({ node }) => node.takesCheckpoint).map(({ node }) => node.id);
  expect(takers).toEqual(["bert-fine-tune-classification", "bert-question-answering"]);
  expect(dataFormats.find(({ kind }) => kind === "CHECKPOINT")!.recipes).toEqual(takers);
});

test("what cannot be begun with is refused by the field", async () => {
  const own = await upload(
    product,
    founder,
    await checkpointZip(),
    { name: "Other BERT", kind: "CHECKPOINT" },
    "bert.zip",
  );
  const refused = async (input: object) => (await launch(founder, input)).errors;
  const named = { ...RECIPE, checkpoint: own.id, parameters: { checkpoint: "bert-tiny" } };
  expect(await refused(named)).toMatchObject([{ field: "checkpoint", code: "INVALID" }]);
  expect(await refused({ ...RECIPE, checkpoint: texts.id })).toMatchObject([
    { field: "checkpoint", code: "UNFIT_DATASET" },
  ]);
  expect(await refused({ ...RECIPE, checkpoint: "bert" })).toMatchObject([
    { field: "checkpoint", code: "UNKNOWN_DATASET" },
  ]);
  expect(await refused({ recipe: "tabular-classification", checkpoint: own.id })).toMatchObject([
    { field: "checkpoint" },
  ]);
  expect(await refused({ ...RECIPE, dataset: own.id })).toMatchObject([{ field: "dataset", code: "UNFIT_DATASET" }]);
  const stranger = await seedStranger(product);
  expect(await stranger.codes(LAUNCH, { input: { ...RECIPE, checkpoint: own.id } })).toEqual(["NOT_FOUND"]);
});
