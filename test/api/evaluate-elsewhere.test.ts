import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { ended, evaluate, evaluated } from "../harness/evaluations.js";
import { withProduct } from "../harness/product.js";
import { follow, launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

let founder: Client;
let shoppers: string;
let shopped: string;

/** A table of two classes that a line tells apart, rows `from` to `to`, no two of which are equal. */
function table(from: number, to: number, header = "width,height,colour,bought"): string {
  const lines = Array.from({ length: to - from }, (_, at) => {
    const row = from + at;
    const label = row % 2;
    return `${label * 4 + row / 1_000},${label * 3 + (row % 10) / 10},${["red", "blue"][row % 3 === 0 ? 1 : 0]},${["no", "yes"][label]}`;
  });
  return `${header}\n${lines.join("\n")}\n`;
}

const keep = async (name: string, content: string | Uint8Array, kind = "TABLE", options = {}) =>
  (await upload(product, founder, content, { name, kind, options })).id;

async function trained(input: object): Promise<string> {
  const { id, ...refused } = await launch(founder, input);
  if (!id) throw new Error(JSON.stringify(refused));
  await follow(founder, id);
  return id;
}

/** What a request on that data failed of. */
async function failure(runId: string, dataset: string) {
  const { id } = await evaluate(founder, runId, { dataset });
  return (await ended(founder, id)).error;
}

const leftOut = ({ figures }: { figures: { name: string; value: number }[] }) =>
  figures.find(({ name }) => name === "leftOut")?.value;

beforeAll(async () => {
  founder = await product.founder();
  shoppers = await keep("shoppers", table(0, 100));
  const parameters = { epochs: 20, hiddenUnits: 8, layers: 1 };
  shopped = await trained({ recipe: "tabular-classification", dataset: shoppers, parameters });
});

describe("a table's model", () => {
  test("is judged on another table of one's own, but for the rows that it has trained on", async () => {
    // Further columns, in another order, are passed over.
    const other = table(50, 250).split("\n");
    const wider = other.map((line, at) => line && `${at === 0 ? "shop" : "Paris"},${line}`).join("\n");
    const { evaluation, baseline } = await evaluated(founder, shopped, {
      dataset: await keep("later", wider, "TABLE", { label: "bought" }),
    });
    const left = leftOut(evaluation)!;
    // Seven in ten of the first hundred rows are trained on, of which the last fifty are here again.
    expect(left).toBeGreaterThan(20);
    expect(left).toBeLessThan(50);
    expect(evaluation).toMatchObject({ dataset: "later", rows: 200 - left, checkpoint: "FINAL" });
    expect(evaluation.primary.value).toBeGreaterThan(0.95);
    expect(baseline!.primary.value).toBeGreaterThan(0.9);
    const { trainingRun } = await founder.query<{
      trainingRun: { cost: { computeSeconds: number; evaluations: { computeSeconds: number } } };
    }>(`query ($id: ID!) { trainingRun(id: $id) { cost { computeSeconds evaluations { computeSeconds } } } }`, {
      id: shopped,
    });
    expect(trainingRun.cost.evaluations.computeSeconds).toBeGreaterThan(0);
  });

  test("is judged on a later version of its own data, which is compared with nothing else", async () => {
    const later = await upload(product, founder, table(0, 140), { name: "shoppers", kind: "TABLE" });
    const own = await evaluated(founder, shopped);
    expect(leftOut(own.evaluation)).toBeUndefined();
    const other = await evaluated(founder, shopped, { dataset: later.version!.id });
    expect(other.evaluation.rows).toBe(140 - leftOut(other.evaluation)!);
    expect(leftOut(other.evaluation)).toBe(70);
    const { compareEvaluations } = await founder.query<{ compareEvaluations: object }>(
      `query ($first: ID!, $second: ID!) { compareEvaluations(first: $first, second: $second) { __typename } }`,
      { first: own.evaluation.id, second: other.evaluation.id },
    );
    expect(compareEvaluations).toEqual({ __typename: "NotComparable" });
  });

  test.each([
    ["a column missing", table(0, 40, "width,tall,colour,bought"), /no column “height”; it has width, tall, colour/],
    ["a column of another type", table(0, 40).replaceAll(/,(red|blue),/g, ",7,"), /column “colour” holds numbers/],
    [
      "a class that it does not know",
      table(100, 140).replaceAll(",yes", ",maybe"),
      /has the class “maybe”, and the model knows no, yes/,
    ],
  ])("fails on data with %s, and says which", async (what, content, message) => {
    expect(await failure(shopped, await keep(what, content))).toEqual({
      code: "DATASET_UNUSABLE",
      message: expect.stringMatching(message),
    });
  });
});

test("data of another kind, put away or of somebody else are refused at once", async () => {
  const texts = await keep("words", "text,label\na b,x\nc d,y\n", "TEXTS");
  const { errors } = await evaluate(founder, shopped, { dataset: texts });
  expect(errors).toEqual([expect.objectContaining({ field: "dataset", code: "UNFIT_DATASET" })]);
  const put = await keep("put away", table(200, 240));
  await founder.query(`mutation ($id: ID!) { updateDataset(id: $id, input: { archived: true }) { id } }`, { id: put });
  expect((await evaluate(founder, shopped, { dataset: put })).errors).toEqual([
    expect.objectContaining({ field: "dataset", message: expect.stringContaining("is archived") }),
  ]);
  const stranger = await seedStranger(product);
  const theirs = await upload(product, stranger, table(0, 40), { name: "theirs", kind: "TABLE" });
  const mutation = `mutation ($id: ID!, $input: EvaluateTrainingRunInput!) { evaluateTrainingRun(id: $id, input: $input) { __typename } }`;
  expect(await founder.codes(mutation, { id: shopped, input: { dataset: theirs.id } })).toEqual(["NOT_FOUND"]);
});
