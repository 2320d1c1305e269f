import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const TABLE = { recipe: "tabular-classification", preset: "QUICK" };

let founder: Client;
let teacher: string;

beforeAll(async () => {
  founder = await product.founder();
  teacher = (await launch(founder, { ...TABLE, parameters: { hiddenUnits: 64, layers: 2, epochs: 12 } })).id;
  await follow(founder, teacher);
});

interface Model {
  weights: number;
  zeros: number;
  bytes: number;
  compressedBytes: number | null;
  pruning: Record<"before" | "after", Model & { step: number; validation: { name: string; value: number }[] }> | null;
}

interface Ended {
  id: string;
  status: string;
  model: Model | null;
  evaluation: { primary: { name: string; value: number } } | null;
  teacher: Omit<Ended, "teacher"> | null;
}

const SIZE = `weights zeros bytes compressedBytes`;
const STAND = `${SIZE} step validation { name value }`;
const ENDED = `id status evaluation { primary { name value } }
  model { ${SIZE} pruning { before { ${STAND} } after { ${STAND} } } }`;

async function ended(id: string): Promise<Ended> {
  const query = `query ($id: ID!) { trainingRun(id: $id) { ${ENDED} teacher { ${ENDED} } } }`;
  return (await founder.query<{ trainingRun: Ended }>(query, { id })).trainingRun;
}

test("a small network learns from a great one's run, and stands beside it with accuracy and size; so does its retry", async () => {
  const { id } = await launch(founder, { ...TABLE, parameters: { hiddenUnits: 4, teacherWeight: 0.9 }, teacher });
  await follow(founder, id);
  const student = await ended(id);
  expect(student).toMatchObject({ status: "SUCCEEDED", teacher: { id: teacher }, model: { zeros: 0, pruning: null } });
  expect(student.model!.weights * 4).toBe(student.model!.bytes);
  expect(student.teacher!.model!.weights).toBeGreaterThan(10 * student.model!.weights);
  expect(student.teacher!.evaluation!.primary).toMatchObject({ name: "accuracy", value: expect.any(Number) });
  expect(student.evaluation!.primary.value).toBeGreaterThan(0.7);

  const { retryTrainingRun } = await founder.query<{ retryTrainingRun: { id: string } }>(
    `mutation ($id: ID!) { retryTrainingRun(id: $id) { ... on TrainingRun { id } } }`,
    { id },
  );
  await follow(founder, retryTrainingRun.id);
  expect(await ended(retryTrainingRun.id)).toEqual({ ...student, id: retryTrainingRun.id });
});

test.each([
  ["another seed, which would have seen the test part", { ...TABLE, seed: 7 }, "teacher"],
  ["a recipe that learns from none", { recipe: "q-learning-cartpole" }, "teacher"],
  ["another recipe", { recipe: "cnn-image-classification" }, "teacher"],
  ["a run in shards", { ...TABLE, federation: { shards: 2, localSteps: 5 } }, "teacher"],
  ["a private run", { ...TABLE, parameters: { privacyNoise: 1 } }, "parameters.privacyNoise"],
])("%s is refused", async (_, input, field) => {
  const refused = await launch(founder, { ...input, teacher });
  expect(refused.__typename).toBe("InvalidParameters");
  expect(refused.errors!.map((error) => error.field)).toContain(field);
});

test("a run that has not succeeded teaches nobody, nor does another organisation's", async () => {
  const { id } = await launch(founder, { ...TABLE, parameters: { learningRate: 1, l2: 1 } });
  await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { id } }`, { id });
  await follow(founder, id);
  const { errors } = await launch(founder, { ...TABLE, teacher: id });
  expect(errors).toMatchObject([{ field: "teacher", message: expect.stringContaining("no finished weights") }]);
  const stranger = await seedStranger(product);
  const refused = await launch(stranger, { ...TABLE, teacher });
  expect(refused.errors).toMatchObject([{ field: "teacher", message: "there is no such run." }]);
});

test("a pruned run tells what it took and what it was worth before and after", async () => {
  const { id } = await launch(founder, { ...TABLE, parameters: { hiddenUnits: 64, sparsity: 0.8 } });
  await follow(founder, id);
  const { zeros, weights, compressedBytes, pruning } = (await ended(id)).model!;
  expect(pruning!.after).toMatchObject({ zeros, weights, compressedBytes });
  expect(pruning!.before.zeros).toBeLessThan(weights / 10);
  expect(zeros).toBeGreaterThan(0.7 * weights);
  expect(compressedBytes).toBeLessThan(pruning!.before.compressedBytes! / 2);
  for (const { validation } of Object.values(pruning!))
    expect(validation).toEqual([
      { name: "accuracy", value: expect.any(Number) },
      { name: "loss", value: expect.any(Number) },
    ]);
});
