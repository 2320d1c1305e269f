import { beforeAll, expect, test } from "@jest/globals";
import { globalId } from "../../src/kernel/ids.js";
import { exactMcNemar } from "../../src/kernel/statistics/mcnemar.js";
import type { Client } from "../harness/client.js";
import { evaluated, evaluationsOf, type Evaluated } from "../harness/evaluations.js";
import { withProduct } from "../harness/product.js";
import { ReportedRun } from "../harness/reported-run.js";
import { follow, launch } from "../harness/runs.js";
import { seedStranger } from "../harness/stranger.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

const COMPARE = `query ($first: ID!, $second: ID!) { compareEvaluations(first: $first, second: $second) {
  __typename
  ... on EvaluationComparison {
    figure rows first second difference { value low high } test pValue
    counts { bothRight onlyFirstRight onlySecondRight bothWrong }
  }
  ... on Refusal { code message }
} }`;

interface Compared {
  __typename: string;
  code: string;
  figure: string;
  rows: number;
  first: number;
  second: number;
  difference: { value: number; low: number | null; high: number | null };
  counts: { bothRight: number; onlyFirstRight: number; onlySecondRight: number; bothWrong: number } | null;
  test: string;
  pValue: number;
}

let founder: Client;

async function compared(first: { id: string }, second: { id: string }): Promise<Compared> {
  const ids = { first: first.id, second: second.id };
  return (await founder.query<{ compareEvaluations: Compared }>(COMPARE, ids)).compareEvaluations;
}

/** A run to its end, with its evaluation. */
async function judged(input: object): Promise<{ id: string; evaluation: Evaluated }> {
  const { id } = await launch(founder, input);
  await follow(founder, id);
  return { id, evaluation: (await evaluationsOf(founder, id)).evaluation };
}

const PENGUINS = { recipe: "tabular-classification", dataset: "penguins", seed: 3 };
let short: Awaited<ReturnType<typeof judged>>;
let long: Awaited<ReturnType<typeof judged>>;

beforeAll(async () => {
  founder = await product.founder();
  const parameters = { hiddenUnits: 16, layers: 1, learningRate: 0.001 };
  short = await judged({ ...PENGUINS, parameters: { ...parameters, epochs: 1 } });
  long = await judged({ ...PENGUINS, parameters: { ...parameters, learningRate: 0.02, epochs: 20 } });
});

test("two runs on the same rows are compared row by row, by McNemar's test", async () => {
  const result = await compared(long.evaluation, short.evaluation);
  const { rows, primary } = long.evaluation;
  expect(result).toMatchObject({ __typename: "EvaluationComparison", figure: "accuracy", rows, test: "MCNEMAR" });
  expect(result.first).toBeCloseTo(primary.value, 6);
  expect(result.second).toBeCloseTo(short.evaluation.primary.value, 6);
  const { bothRight, onlyFirstRight, onlySecondRight, bothWrong } = result.counts!;
  expect(bothRight + onlyFirstRight + onlySecondRight + bothWrong).toBe(rows);
  expect((bothRight + onlyFirstRight) / rows).toBeCloseTo(primary.value, 6);
  expect(result.pValue).toBe(exactMcNemar(onlyFirstRight, onlySecondRight));
  expect(result.pValue).toBeLessThan(0.05);
  expect(result.difference.low!).toBeGreaterThan(0);
});

test("an evaluation that was asked for later is compared like any other", async () => {
  const { evaluation } = await evaluated(founder, long.id);
  const result = await compared(evaluation, long.evaluation);
  expect(result).toMatchObject({ pValue: 1, difference: { value: 0, low: null, high: null } });
});

test("forecasts, whose rows are neither right nor wrong, are compared by a paired bootstrap", async () => {
  const series = { recipe: "lstm-time-series", dataset: "co2", parameters: { epochs: 1 } };
  const one = await judged({ ...series, seed: 1 });
  const other = await judged({ ...series, seed: 2 });
  const result = await compared(one.evaluation, other.evaluation);
  expect(result).toMatchObject({ figure: "mae", test: "PAIRED_BOOTSTRAP", counts: null });
  expect(result.first).toBeCloseTo(one.evaluation.figures.find(({ name }) => name === "mae")!.value, 3);
  expect(result.difference.value).toBeCloseTo(result.first - result.second, 4);
});

test("evaluations of other rows or other data are not compared, whatever their figures", async () => {
  const otherSeed = await judged({ ...PENGUINS, seed: 4, parameters: { epochs: 1 } });
  expect(await compared(short.evaluation, otherSeed.evaluation)).toMatchObject({
    __typename: "NotComparable",
    code: "OTHER_ROWS",
  });
  const graphs = await judged({ recipe: "gcn-graph-classification", parameters: { epochs: 1 } });
  expect(await compared(short.evaluation, graphs.evaluation)).toMatchObject({ code: "OTHER_DATA" });
});

test("another organisation's evaluations are not there", async () => {
  const stranger = await seedStranger(product);
  const ids = { first: short.evaluation.id, second: long.evaluation.id };
  expect(await stranger.codes(COMPARE, ids)).toEqual(["NOT_FOUND"]);
});

test("evaluations that keep nothing of single rows, and those that judge by another figure, are not compared", async () => {
  const recorded = async (rows?: { sha256: string; figure: string; scores: Float32Array }) => {
    const { rowId: runId } = await ReportedRun.start(product);
    const { evaluations } = product.services;
    const id = await evaluations.record({ runId, subject: "MODEL", name: "model", report: {}, rows });
    return { id: globalId("Evaluation", id) };
  };
  const scores = Float32Array.of(1, 0, 1);
  const [bare, some] = [await recorded(), await recorded({ sha256: "a", figure: "accuracy", scores })];
  expect(await compared(bare, some)).toMatchObject({ __typename: "NotComparable", code: "NOT_ROW_BY_ROW" });
  expect(await compared(some, bare)).toMatchObject({ code: "NOT_ROW_BY_ROW" });
  const [others, measured] = [
    await recorded({ sha256: "b", figure: "accuracy", scores }),
    await recorded({ sha256: "a", figure: "squaredError", scores }),
  ];
  expect(await compared(some, others)).toMatchObject({ code: "OTHER_ROWS" });
  expect(await compared(some, measured)).toMatchObject({ code: "OTHER_ROWS" });
});
