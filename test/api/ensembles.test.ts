import { randomUUID } from "node:crypto";
import { beforeAll, expect, test } from "@jest/globals";
import { rowId } from "../../src/kernel/ids.js";
import { decodePredictions } from "../../workers/runtime/prediction-file.js";
import type { Client } from "../harness/client.js";
import { ended, evaluationsOf } from "../harness/evaluations.js";
import { withProduct } from "../harness/product.js";
import { follow, launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const TABLE = { recipe: "tabular-classification", preset: "QUICK" };
/** Few epochs, so that they differ. */
const CHOICES = [
  { hiddenUnits: 4, epochs: 3 },
  { hiddenUnits: 16, epochs: 2 },
  { hiddenUnits: 8, layers: 2, epochs: 2 },
];

let founder: Client;
let members: string[];

const trained = async (input: object) => {
  const { id } = await launch(founder, { ...TABLE, ...input });
  await follow(founder, id);
  return id;
};

beforeAll(async () => {
  founder = await product.founder();
  members = [];
  for (const parameters of CHOICES) members.push(await trained({ parameters }));
});

interface Asked {
  __typename: string;
  id: string;
  code?: string;
  message?: string;
  members?: { id: string }[];
}

async function together(client: Client, runIds: string[], idempotencyKey?: string): Promise<Asked> {
  const mutation = `mutation ($runIds: [ID!]!, $key: String) { evaluateTogether(runIds: $runIds, idempotencyKey: $key) {
    __typename ... on EvaluationRequest { id members { id } } ... on Refusal { code message } } }`;
  const variables = { runIds, key: idempotencyKey };
  return (await client.query<{ evaluateTogether: Asked }>(mutation, variables)).evaluateTogether;
}

async function predictionsOf(run: string) {
  const file = await product.services.artifacts.load(rowId("TrainingRun", run), "predictions.safetensors");
  const predictions = decodePredictions(file!);
  if (predictions.kind !== "CLASSIFICATION") throw new Error(predictions.kind);
  return predictions.model;
}

test("an ensemble is judged by the mean of its members' probabilities, beside each of them", async () => {
  const asked = await together(founder, members);
  expect(asked.members!.map(({ id }) => id).sort()).toEqual(members.toSorted());
  const { status, evaluation, baseline, artifacts } = await ended(founder, asked.id);
  expect(status).toBe("SUCCEEDED");

  const models = await Promise.all(members.map(predictionsOf));
  const [{ labels, classes }] = models;
  const right = Array.from(labels).filter((label, row) => {
    const means = classes.map((_, c) => models.reduce((sum, model) => sum + model.probabilities[row * 3 + c], 0));
    return means.indexOf(Math.max(...means)) === label;
  }).length;
  expect(evaluation!.primary).toMatchObject({ name: "accuracy", value: right / labels.length });
  expect(evaluation!.rows).toBe(labels.length);
  const { evaluation: own, evaluations } = await evaluationsOf(founder, members[0]);
  expect(baseline!.primary.value).toBeGreaterThan(0.9);
  expect(artifacts.map(({ name }) => name)).toContainEqual(expect.stringContaining("confusion-matrix.svg"));
  // It is none of the first member's own.
  expect(evaluations.map(({ id }) => id)).toEqual([own.id]);

  for (const member of members) {
    const { evaluation: single } = await evaluationsOf(founder, member);
    const { compareEvaluations } = await founder.query<{ compareEvaluations: object }>(
      `query ($first: ID!, $second: ID!) { compareEvaluations(first: $first, second: $second) {
        __typename ... on EvaluationComparison { figure rows first second test } } }`,
      { first: evaluation!.id, second: single.id },
    );
    const accuracies = { first: expect.closeTo(right / labels.length), second: expect.closeTo(single.primary.value) };
    expect(compareEvaluations).toMatchObject({ rows: labels.length, test: "MCNEMAR", ...accuracies });
  }
});

test("the same key asks once, and for other runs is refused", async () => {
  const key = randomUUID();
  const first = await together(founder, members, key);
  expect((await together(founder, members, key)).id).toBe(first.id);
  expect((await together(founder, members.slice(1), key)).__typename).toBe("IdempotencyConflict");
});

test("runs that do not share a test part are refused with a code", async () => {
  const [first] = members;
  const otherSeed = await trained({ seed: 7, parameters: CHOICES[0] });
  expect(await together(founder, [first, otherSeed])).toMatchObject({
    __typename: "NotOneEnsemble",
    code: "OTHER_SEED",
  });
  const forecast = await trained({ recipe: "q-learning-cartpole", parameters: { episodes: 20 } });
  expect((await together(founder, [first, forecast])).code).toBe("OTHER_RECIPE");
  const { id: waiting } = await launch(founder, TABLE);
  await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { id } }`, { id: waiting });
  expect((await together(founder, [first, waiting])).code).toBe("RUN_NOT_SUCCEEDED");
});

test("members that prepared their rows in other ways have other test parts: the request says so", async () => {
  const kept = await trained({ parameters: { ...CHOICES[0], missing: "median" } });
  const { id } = await together(founder, [members[0], kept]);
  expect(await ended(founder, id)).toMatchObject({ status: "FAILED", error: { code: "OTHER_ROWS" }, evaluation: null });
});

test("one run is no ensemble, nor is one twice, nor are another organisation's", async () => {
  const mutation = `mutation ($runIds: [ID!]!) { evaluateTogether(runIds: $runIds) { __typename } }`;
  for (const runIds of [members.slice(0, 1), [members[0], members[0]]])
    expect(await founder.codes(mutation, { runIds })).toEqual(["BAD_USER_INPUT"]);
  const stranger = await seedStranger(product);
  expect(await stranger.codes(mutation, { runIds: members })).toEqual(["NOT_FOUND"]);
});
