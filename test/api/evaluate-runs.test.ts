import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { globalId, rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { ended, evaluate, evaluated, evaluationsOf } from "../harness/evaluations.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { follow, launch, SMALL } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

let founder: Client;
let runId: string;

beforeAll(async () => {
  founder = await product.founder();
  runId = (await launch(founder, { ...SMALL, parameters: { epochs: 3, batchSize: 100 }, seed: 7 })).id;
  await follow(founder, runId);
});

describe("an evaluation at any time", () => {
  test("of the final weights on the same data says what the run's own says, and who asked for it", async () => {
    const { evaluation, baseline, artifacts } = await evaluated(founder, runId);
    const { evaluation: own } = await evaluationsOf(founder, runId);
    expect(evaluation.figures).toEqual(own.figures);
    expect(evaluation).toMatchObject({ dataset: SMALL.dataset, checkpoint: "FINAL", step: null, rows: 100 });
    expect([own.requestedBy, own.checkpoint]).toEqual([null, "FINAL"]);
    expect(evaluation.requestedBy).toMatchObject({ name: expect.any(String) });
    expect(evaluation.robustness).toBeNull();
    expect(baseline!.primary.value).toBeGreaterThan(0.5);
    const names = artifacts.map(({ name }) => name.replace(/^evaluation-[0-9a-f]{12}-/, ""));
    expect(names).toEqual(expect.arrayContaining(["predictions.safetensors", "confusion-matrix.svg", "roc.svg"]));
  });

  test("of an early checkpoint judges the weights of then, and leaves the run's own evaluation alone", async () => {
    const before = (await evaluationsOf(founder, runId)).evaluation;
    const { evaluation } = await evaluated(founder, runId, { step: 8 });
    expect(evaluation).toMatchObject({ checkpoint: "STEP", step: 8 });
    const loss = (of: typeof evaluation) => of.figures.find(({ name }) => name === "logLoss")!.value;
    expect(loss(evaluation)).toBeGreaterThan(loss(before));
    const { evaluation: own, evaluations, evaluationRequests } = await evaluationsOf(founder, runId);
    expect(own).toEqual(before);
    expect(evaluations[0].id).toBe(evaluation.id);
    expect(evaluations.map(({ id }) => id)).toContain(own.id);
    expect(evaluationRequests.length).toBe(evaluations.length - 1);
  });

  test("of the best checkpoint has the best validation's weights", async () => {
    const { evaluation } = await evaluated(founder, runId, { checkpoint: "BEST" });
    const { trainingRun } = await founder.query<{ trainingRun: { best: { step: number } } }>(
      `query ($id: ID!) { trainingRun(id: $id) { best { step } } }`,
      { id: runId },
    );
    expect(evaluation.step).toBe(trainingRun.best.step);
  });

  test("on another data set judges each of its rows that the run has not trained on", async () => {
    const { evaluation, baseline } = await evaluated(founder, runId, { dataset: "mnist-digits" });
    // Of the 10,000 digits the run has trained on 800.
    expect(evaluation).toMatchObject({ dataset: "mnist-digits", rows: 9_200 });
    expect(evaluation.primary.value).toBeGreaterThan(0.75);
    const width = evaluation.primary.high! - evaluation.primary.low!;
    expect(width).toBeLessThan(0.03);
    expect(baseline!.primary.value).not.toBe(evaluation.primary.value);
  });

  test("under noise, rotation and attack has a curve for each, which falls", async () => {
    const robustness = { noise: [0.15, 0.6], rotation: [60, -20], fgsm: [0.15] };
    const { evaluation, artifacts } = await evaluated(founder, runId, { robustness });
    const curves = Object.fromEntries(evaluation.robustness!.map(({ kind, points }) => [kind, points]));
    expect(Object.keys(curves)).toEqual(["NOISE", "ROTATION", "FGSM"]);
    expect(curves["ROTATION"].map(({ strength }) => strength)).toEqual([-20, 0, 60]);
    const clean = evaluation.primary.value;
    for (const points of Object.values(curves)) {
      expect(points.find(({ strength }) => strength === 0)!.accuracy).toBe(clean);
      expect(points.at(-1)!.accuracy).toBeLessThan(clean - 0.2);
    }
    // The attack knows the network: it does more harm than noise of its size.
    expect(curves["FGSM"][1].strength).toBe(curves["NOISE"][1].strength);
    expect(curves["FGSM"][1].accuracy).toBeLessThan(curves["NOISE"][1].accuracy - 0.1);
    expect(artifacts.map(({ name }) => name.slice(-14))).toContain("robustness.svg");
  });
});

test("the same key asks once, and for another input is refused", async () => {
  const idempotencyKey = randomUUID();
  const first = await evaluate(founder, runId, { idempotencyKey });
  expect((await evaluate(founder, runId, { idempotencyKey })).id).toBe(first.id);
  const other = await evaluate(founder, runId, { idempotencyKey, step: 8 });
  expect(other).toMatchObject({ __typename: "IdempotencyConflict", code: "IDEMPOTENCY_CONFLICT" });
  await ended(founder, first.id);
});

test.each([
  [{ step: 5 }, "checkpoint", "no checkpoint of step 5"],
  [{ checkpoint: "STEP" }, "step", "goes with the checkpoint STEP"],
  [{ checkpoint: "BEST", step: 8 }, "step", "and with no other"],
  [{ dataset: "penguins" }, "dataset", "knows no data set penguins, only mnist-digits"],
  [{ robustness: { noise: [-0.1] } }, "robustness.noise", "from 0 to 1"],
  [{ robustness: { rotation: Array.from({ length: 11 }, (_, i) => i) } }, "robustness.rotation", "may have 10"],
  [{ idempotencyKey: "" }, "idempotencyKey", "1 to 200 characters"],
])("what cannot be judged is refused by the field: %j", async (input, field, message) => {
  const { __typename, errors } = await evaluate(founder, runId, input);
  expect(__typename).toBe("InvalidParameters");
  expect(errors).toEqual([expect.objectContaining({ field, message: expect.stringContaining(message) })]);
});

test("a recipe without pictures perturbs nothing, and judges on its own data alone", async () => {
  const { id } = await launch(founder, {
    recipe: "gcn-graph-classification",
    parameters: { epochs: 1 },
  });
  const { errors } = await evaluate(founder, id, { dataset: "penguins", robustness: { fgsm: [0.1] } });
  expect(errors!.map(({ field }) => field).sort()).toEqual(["dataset", "robustness"]);
});

test("a run that still trains has no final weights, and one without checkpoints none of those", async () => {
  const run = await ReportedRun.start(product);
  for (const checkpoint of ["FINAL", "BEST", "NEWEST"]) {
    const { errors } = await evaluate(founder, run.id, { checkpoint });
    expect(errors).toEqual([expect.objectContaining({ field: "checkpoint", code: "INVALID" })]);
  }
});

test("another organisation's run is not there, nor is what was asked of it", async () => {
  const stranger = await seedStranger(product);
  const asked = await evaluate(founder, runId, { step: 8 });
  const mutation = `mutation ($id: ID!) { evaluateTrainingRun(id: $id) { __typename } }`;
  expect(await stranger.codes(mutation, { id: runId })).toEqual(["NOT_FOUND"]);
  const query = `query ($id: ID!) { evaluationRequest(id: $id) { status } }`;
  expect(await stranger.query(query, { id: asked.id })).toEqual({ evaluationRequest: null });
  await ended(founder, asked.id);
});

test("weights that the store has lost end the request with what is missing", async () => {
  const { id } = await launch(founder, { ...SMALL, parameters: { epochs: 1 }, seed: 8 });
  await follow(founder, id);
  const { reader } = product.services;
  await reader.query(`delete from artifact where run_id = $1 and kind = 'WEIGHTS'`, [rowId("TrainingRun", id)]);
  const { id: requestId } = await evaluate(founder, id);
  expect(await ended(founder, requestId)).toMatchObject({ status: "FAILED", error: { code: "WEIGHTS_LOST" } });
});

test("a request whose job was lost is judged all the same", async () => {
  const { reader, evaluationRequests } = product.services;
  const id = randomUUID();
  await reader.query(
    `insert into evaluation_request (id, organisation_id, run_id, dataset, checkpoint, created_at)
     select $1, organisation_id, id, dataset, 'FINAL', now() - interval '5 minutes' from training_run where id = $2`,
    [id, rowId("TrainingRun", runId)],
  );
  await evaluationRequests.sweep();
  expect(await ended(founder, globalId("EvaluationRequest", id))).toMatchObject({ status: "SUCCEEDED", error: null });
});

test("twenty evaluations under way are the most that an organisation may have", async () => {
  const { reader } = product.services;
  const waiting = Array.from({ length: 20 }, () => randomUUID());
  await reader.query(
    `insert into evaluation_request (id, organisation_id, run_id, dataset, checkpoint)
     select unnest($1::uuid[]), organisation_id, id, dataset, 'FINAL' from training_run where id = $2`,
    [waiting, rowId("TrainingRun", runId)],
  );
  expect(await evaluate(founder, runId)).toMatchObject({ __typename: "QuotaExceeded", code: "QUOTA_EXCEEDED" });
  await reader.query(`delete from evaluation_request where id = any($1::uuid[])`, [waiting]);
});
