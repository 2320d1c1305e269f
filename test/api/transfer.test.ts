import { beforeAll, expect, test } from "@jest/globals";
import { rowId } from "../../src/kernel/ids.js";
import { decodeSafetensors } from "../../workers/runtime/safetensors.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { twoClasses, upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const TABLE = { recipe: "tabular-classification", preset: "QUICK" };

let founder: Client;
let first: string;

beforeAll(async () => {
  founder = await product.founder();
  first = (await launch(founder, TABLE)).id;
  await follow(founder, first);
});

async function weightsOf(run: string) {
  return decodeSafetensors((await product.services.artifacts.load(rowId("TrainingRun", run), "weights.safetensors"))!)
    .tensors;
}

interface Ended {
  status: string;
  error: { code: string; message: string } | null;
  origin: { kind: string; runId: string; step: number | null } | null;
}

const ended = async (id: string): Promise<Ended> => {
  const query = `query ($id: ID!) { trainingRun(id: $id) { status error { code message } origin { kind runId step } } }`;
  return (await founder.query<{ trainingRun: Ended }>(query, { id })).trainingRun;
};

test("a run begins with another's weights, keeps the frozen ones, and says where it comes from; so does its retry", async () => {
  const startFrom = { runId: first, freeze: ["hidden1"], renew: ["classes"] };
  const { id } = await launch(founder, { ...TABLE, parameters: { learningRate: 0.01 }, startFrom });
  await follow(founder, id);
  expect(await ended(id)).toMatchObject({
    status: "SUCCEEDED",
    origin: { kind: "TRANSFER", runId: first, step: null },
  });
  const [before, after] = [await weightsOf(first), await weightsOf(id)];
  expect(after["hidden1/kernel"]).toEqual(before["hidden1/kernel"]);
  expect(after["classes/kernel"]).not.toEqual(before["classes/kernel"]);

  const { retryTrainingRun } = await founder.query<{ retryTrainingRun: { id: string } }>(
    `mutation ($id: ID!) { retryTrainingRun(id: $id) { ... on TrainingRun { id } } }`,
    { id },
  );
  await follow(founder, retryTrainingRun.id);
  expect(await weightsOf(retryTrainingRun.id)).toEqual(after);
});

test("with another seed on the same data it would have seen the test part, and is refused", async () => {
  const refused = await launch(founder, { ...TABLE, seed: 7, startFrom: { runId: first } });
  expect(refused).toMatchObject({ __typename: "InvalidParameters", errors: [{ field: "startFrom.runId" }] });
  expect(refused.message).toContain("test part");
});

test("with rows prepared in another way it would have seen the test part, and is refused", async () => {
  const refused = await launch(founder, { ...TABLE, parameters: { missing: "median" }, startFrom: { runId: first } });
  expect(refused).toMatchObject({ __typename: "InvalidParameters", errors: [{ field: "startFrom.runId" }] });
  expect(refused.message).toContain("missing must be as in that run");
});

test("a private run does not begin with what was learnt of the same rows in the open", async () => {
  const refused = await launch(founder, { ...TABLE, parameters: { privacyNoise: 1 }, startFrom: { runId: first } });
  expect(refused).toMatchObject({ __typename: "InvalidParameters", errors: [{ field: "parameters.privacyNoise" }] });
});

test("between two versions of one's own data it would have seen the test part as well, and is refused", async () => {
  const purchases = { name: "Purchases", kind: "TABLE", options: { label: "bought" } };
  const input = { ...TABLE, parameters: { epochs: 1 } };
  const { version } = await upload(product, founder, twoClasses(40), purchases);
  const { id } = await launch(founder, { ...input, dataset: version!.id });
  await follow(founder, id);
  const { version: next } = await upload(product, founder, twoClasses(50), purchases);
  const refused = await launch(founder, { ...input, dataset: next!.id, seed: 7, startFrom: { runId: id } });
  expect(refused).toMatchObject({ __typename: "InvalidParameters", errors: [{ field: "startFrom.runId" }] });
  expect(refused.message).toContain("another version of the data");
});

test("between data of which one is part of the other it would have seen the test part as well, and is refused", async () => {
  const { id } = await launch(founder, { ...SMALL, parameters: { epochs: 1, batchSize: 200 } });
  await follow(founder, id);
  const refused = await launch(founder, { ...SMALL, dataset: "mnist-digits", startFrom: { runId: id } });
  expect(refused).toMatchObject({ __typename: "InvalidParameters", errors: [{ field: "startFrom.runId" }] });
  expect(refused.message).toContain("part of the other, mnist-digits");
  const onTheSame = await launch(founder, { ...SMALL, startFrom: { runId: id } });
  expect(onTheSame.__typename).toBe("TrainingRun");
});

test.each([
  ["a recipe that cannot", { recipe: "q-learning-cartpole" }, "startFrom"],
  ["another recipe's weights", { recipe: "cnn-image-classification" }, "startFrom.runId"],
  ["a run in shards", { ...TABLE, federation: { shards: 2, localSteps: 5 } }, "startFrom"],
])("%s is refused", async (_, input, field) => {
  const { errors } = await launch(founder, { ...input, startFrom: { runId: first } });
  expect(errors!.map((error) => error.field)).toContain(field);
});

test("a BERT begins with another's weights, those that it keeps frozen included", async () => {
  const sentences = ["the tea was {} and we liked it", "we found the tea {} at noon"];
  const rows = Array.from({ length: 60 }, (_, at) => {
    return `${sentences[at % 2].replace("{}", at % 4 < 2 ? "good" : "bad")} ${at},${at % 4 < 2 ? "good" : "bad"}`;
  });
  const own = await upload(product, founder, `text,label\n${rows.join("\n")}\n`, { name: "Tea", kind: "TEXTS" });
  const input = { recipe: "bert-fine-tune-classification", dataset: own.id };
  const begun = await launch(founder, { ...input, parameters: { epochs: 2 } });
  await follow(founder, begun.id);
  const startFrom = { runId: begun.id, freeze: ["pooler"] };
  const { id } = await launch(founder, { ...input, parameters: { epochs: 1, frozen: 1 }, startFrom });
  await follow(founder, id);
  expect(await ended(id)).toMatchObject({ status: "SUCCEEDED", origin: { kind: "TRANSFER", runId: begun.id } });
  const [before, after] = [await weightsOf(begun.id), await weightsOf(id)];
  for (const name of ["words/table", "pooler/kernel"]) expect(after[name]).toEqual(before[name]);
  expect(after["block1/feed/inner/kernel"]).not.toEqual(before["block1/feed/inner/kernel"]);
});

test("another organisation's run is none to start from", async () => {
  const stranger = await seedStranger(product);
  const { errors } = await launch(stranger, { ...TABLE, startFrom: { runId: first } });
  expect(errors).toMatchObject([{ field: "startFrom.runId", message: "there is no such run." }]);
});

test("weights that do not fit end the run with their names", async () => {
  const { id } = await launch(founder, { ...TABLE, parameters: { hiddenUnits: 8 }, startFrom: { runId: first } });
  await follow(founder, id);
  const { status, error } = await ended(id);
  expect([status, error?.code]).toEqual(["FAILED", "WEIGHTS_MISMATCH"]);
  expect(error!.message).toContain("hidden1/kernel");
});
