import { beforeAll, beforeEach, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct({ leaseSeconds: 2 });
withWorker(product);

const QUICK = { ...SMALL, parameters: { epochs: 1, batchSize: 100 } };
const RUN = `query ($id: ID!) { trainingRun(id: $id) { status error { code message } evaluation { primary { value } } lastSeq } }`;

let founder: Client;
let id: string;
let lastSeq: number;

beforeAll(async () => {
  founder = await product.founder();
});

beforeEach(async () => {
  id = (await launch(founder, QUICK)).id;
  lastSeq = (await follow(founder, id)).length;
});

const sql = (text: string) => product.services.reader.query(text, [id.replace("TrainingRun_", "")]);
const statuses = (events: RunEvent[]) => events.flatMap(({ status }) => status ?? []);

test("a trained run whose evaluation was lost is judged after all", async () => {
  await sql(`delete from evaluation where run_id = $1`);
  await sql(`update training_run set status = 'RUNNING', finished_at = null where id = $1`);
  const events = await follow(founder, id, lastSeq);
  expect(events).toMatchObject([
    { __typename: "EvaluationCompleted", evaluation: { primary: { name: "accuracy", value: expect.any(Number) } } },
    { status: "SUCCEEDED" },
  ]);
});

test("a trained run whose predictions are gone fails with a reason", async () => {
  await sql(`delete from artifact where run_id = $1 and kind = 'PREDICTIONS'`);
  await sql(`update training_run set status = 'RUNNING', finished_at = null where id = $1`);
  expect(statuses(await follow(founder, id, lastSeq))).toEqual(["FAILED"]);
  const { trainingRun } = await founder.query<{ trainingRun: object }>(RUN, { id });
  expect(trainingRun).toMatchObject({ error: { code: "PREDICTIONS_LOST" } });
});

test("a trained run whose predictions are damaged fails with a reason", async () => {
  const [runId] = [id.replace("TrainingRun_", "")];
  await product.services.artifacts.keep({
    runId,
    kind: "PREDICTIONS",
    name: "predictions.safetensors",
    mediaType: "application/octet-stream",
    bytes: Buffer.from("cut off"),
  });
  await sql(`update training_run set status = 'RUNNING', finished_at = null where id = $1`);
  expect(statuses(await follow(founder, id, lastSeq))).toEqual(["FAILED"]);
  const { trainingRun } = await founder.query<{ trainingRun: object }>(RUN, { id });
  expect(trainingRun).toMatchObject({
    error: { code: "EVALUATION_FAILED", message: expect.stringContaining("cut off") },
  });
});

test("a queued run whose job was lost is taken up after all", async () => {
  await sql(`update training_run set status = 'QUEUED', trained_at = null, finished_at = null where id = $1`);
  expect(statuses(await follow(founder, id, lastSeq))).toEqual(["STARTING", "RUNNING", "SUCCEEDED"]);
});

test("a run that is cancelled while it waits for its evaluation has ended at once", async () => {
  await sql(
    `update training_run set status = 'RUNNING', trained_at = now() + interval '1 hour', finished_at = null where id = $1`,
  );
  const { cancelTrainingRun } = await founder.query<{ cancelTrainingRun: object }>(
    `mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`,
    { id },
  );
  expect(cancelTrainingRun).toEqual({ status: "CANCELLED" });
});
