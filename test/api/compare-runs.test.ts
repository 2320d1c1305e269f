import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { newId, rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { liftQuota } from "../harness/colleague.js";
import { withProduct } from "../harness/product.js";
import { launch, SMALL } from "../harness/runs.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();
let founder: Client;
/** Ids of three runs: the first two have trained, the third waits. */
let ids: string[];

interface Mark {
  value: number;
  step: number;
  epoch: number | null;
}
interface Comparison {
  runs: { id: string; name: string }[];
  settings: { path: string; values: unknown[]; differs: boolean }[];
  parameters: { path: string; values: unknown[]; differs: boolean }[];
  environment: { path: string; values: unknown[]; differs: boolean }[];
  evaluation: { name: string; direction: string; values: number[]; baselines: number[]; winner: string }[];
  durations: { name: string; values: number[]; winner: string }[];
  metrics: {
    name: string;
    direction: string;
    winner: string;
    curves: { run: string; x: number[]; values: number[]; best: Mark | null; final: Mark }[];
  }[];
  chart: string | null;
}

const COMPARE = `query ($ids: [ID!]!, $metrics: [String!], $maxPoints: Int! = 200, $by: CompareBy! = STEP, $chart: String! = "val_loss") {
  compareTrainingRuns(ids: $ids, metrics: $metrics, maxPoints: $maxPoints, by: $by) {
    runs { id name }
    settings { path values differs } parameters { path values differs } environment { path values differs }
    evaluation { name direction values baselines winner }
    durations { name values winner }
    metrics { name direction winner curves { run x values best { value step epoch } final { value step epoch } } }
    chart(metric: $chart)
  }
}`;

async function compare(variables: object = {}): Promise<Comparison> {
  const answer = await founder.query<{ compareTrainingRuns: Comparison }>(COMPARE, { ids, ...variables });
  return answer.compareTrainingRuns;
}

/** A run that has trained as told, one report for each step. */
async function trained(
  input: object,
  {
    steps,
    metrics,
    secondsPerStep,
  }: { steps: number; metrics: (step: number) => Record<string, number>; secondsPerStep: number },
): Promise<string> {
  const { id } = await launch(founder, { ...SMALL, ...input });
  const runId = rowId("TrainingRun", id);
  const workerId = newId();
  const { pool, runEvents } = product.services;
  await pool.query(
    `update training_run set worker_id = $2, status = 'RUNNING', backend = '{"name": "wasm", "device": "a core", "memoryBytes": 1}',
       created_at = '2026-01-01T00:00:00Z', started_at = '2026-01-01T00:00:10Z' where id = $1`,
    [runId, workerId],
  );
  await runEvents.report(runId, {
    workerId,
    attempt: 1,
    number: 1,
    events: Array.from({ length: steps }, (_, at) => ({
      kind: "MetricsLogged",
      step: at + 1,
      epoch: 1,
      metrics: Object.entries(metrics(at + 1)).map(([name, value]) => ({ name, value })),
    })),
    progress: { epoch: 4, epochs: 4, step: steps, steps, etaSeconds: 0 },
  });
  await pool.query(
    `update training_run_event set at = timestamptz '2026-01-01T00:00:10Z' + make_interval(secs => $2::float8 * (payload->>'step')::int)
     where run_id = $1 and kind = 'MetricsLogged'`,
    [runId, secondsPerStep],
  );
  await pool.query(
    `update training_run set status = 'SUCCEEDED', worker_id = null, lease_expires_at = null,
       trained_at = started_at + make_interval(secs => $2::float8), finished_at = started_at + make_interval(secs => $2::float8 + 1) where id = $1`,
    [runId, secondsPerStep * steps],
  );
  return id;
}

async function judge(id: string, accuracy: number, baselineAccuracy: number): Promise<void> {
  const report = (value: number) => ({
    ...{
      rows: 100,
      accuracy: value,
      logLoss: 1 - value,
      brier: null,
      macro: { precision: value, recall: 0.5, f1: value },
    },
    ...{ classes: [{ name: "0", f1: value }], confusion: [[1]] },
  });
  const { evaluations } = product.services;
  const runId = rowId("TrainingRun", id);
  await evaluations.record({ runId, subject: "MODEL", name: "cnn", report: report(accuracy) });
  await evaluations.record({ runId, subject: "BASELINE", name: "nearest centroid", report: report(baselineAccuracy) });
}

beforeAll(async () => {
  founder = await product.founder();
  await liftQuota(product);
  const first = await trained(
    { name: "short <steps>", seed: 1, parameters: { epochs: 4, batchSize: 10 } },
    {
      steps: 1000,
      secondsPerStep: 0.5,
      // Falls, with one deep dip at step 601 and one peak at step 333.
      metrics: (step) => ({
        val_loss: step === 601 ? 0.001 : step === 333 ? 99 : 2 - step / 1000,
        val_accuracy: step / 2000,
        learning_rate: 0.1,
      }),
    },
  );
  const second = await trained(
    { name: "longer steps", seed: 2, parameters: { epochs: 4, batchSize: 50 } },
    { steps: 40, secondsPerStep: 2, metrics: (step) => ({ val_loss: 1.5 - step / 100, val_accuracy: 0.5 }) },
  );
  await judge(first, 0.9, 0.7);
  await judge(second, 0.95, 0.7);
  ids = [first, second, (await launch(founder, { ...SMALL, name: "waits" })).id];
});

const named = <T extends { name: string }>(list: T[], name: string) => list.find((one) => one.name === name)!;
const at = <T extends { path: string }>(list: T[], path: string) => list.find((one) => one.path === path)!;

describe("runs side by side", () => {
  test("stand in the order asked for, with what TrainingRun tells of each", async () => {
    const { runs } = await compare({ ids: [...ids].reverse() });
    expect(runs.map(({ name }) => name)).toEqual(["waits", "longer steps", "short <steps>"]);
  });

  test("show every setting and parameter, and which of them differ", async () => {
    const { settings, parameters, environment } = await compare();
    expect(settings.map(({ path }) => path)).toEqual(["accelerator", "dataset", "datasetSha256", "recipe", "seed"]);
    expect(at(settings, "seed")).toEqual({ path: "seed", values: [1, 2, 42], differs: true });
    expect(at(settings, "dataset").differs).toBe(false);
    expect(at(parameters, "batchSize")).toEqual({ path: "batchSize", values: [10, 50, 50], differs: true });
    expect(at(parameters, "learningRate")).toMatchObject({ values: [0.001, 0.001, 0.001], differs: false });
    expect(at(environment, "backend")).toEqual({ path: "backend", values: ["wasm", "wasm", null], differs: true });
  });

  test("show nested parameters by their paths, and those that only some runs have", async () => {
    const nested = { optimiser: { kind: "sgd", betas: [0.9, 0.99] } };
    await product.services.pool.query(`update training_run set parameters = parameters || $2::jsonb where id = $1`, [
      rowId("TrainingRun", ids[2]),
      JSON.stringify(nested),
    ]);
    const { parameters } = await compare();
    expect(at(parameters, "optimiser.kind")).toEqual({
      path: "optimiser.kind",
      values: [null, null, "sgd"],
      differs: true,
    });
    expect(at(parameters, "optimiser.betas").values[2]).toEqual([0.9, 0.99]);
  });

  test("show the test part's figures beside the baselines', with the winner by what is good for each", async () => {
    const { evaluation } = await compare();
    expect(evaluation.map(({ name }) => name)).toEqual([
      "accuracy",
      "logLoss",
      "macro.f1",
      "macro.precision",
      "macro.recall",
    ]);
    expect(named(evaluation, "accuracy")).toEqual({
      name: "accuracy",
      direction: "HIGHER",
      values: [0.9, 0.95, null],
      baselines: [0.7, 0.7, null],
      winner: ids[1],
    });
    expect(named(evaluation, "logLoss")).toMatchObject({ direction: "LOWER", winner: ids[1] });
    expect(named(evaluation, "macro.recall").winner).toBeNull();
  });

  test("show how long each waited and trained", async () => {
    const { durations } = await compare({ ids: ids.slice(0, 2) });
    expect(named(durations, "waitingSeconds").values).toEqual([10, 10]);
    expect(named(durations, "trainingSeconds")).toMatchObject({ values: [500, 80], winner: ids[1] });
    expect(named(durations, "totalSeconds").values).toEqual([511, 91]);
  });
});

describe("curves side by side", () => {
  test("are of every metric that any run has logged, of those that have logged it", async () => {
    const { metrics } = await compare();
    expect(metrics.map(({ name, curves }) => [name, curves.map(({ run }) => run)])).toEqual([
      ["learning_rate", [ids[0]]],
      ["val_accuracy", [ids[0], ids[1]]],
      ["val_loss", [ids[0], ids[1]]],
    ]);
  });

  test("are of the metrics asked for, thinned so that the peaks stay", async () => {
    const { metrics } = await compare({ metrics: ["val_loss"], maxPoints: 20 });
    expect(metrics).toHaveLength(1);
    const [{ x, values }] = metrics[0].curves;
    expect(x.length).toBeLessThanOrEqual(20);
    expect(x).toHaveLength(values.length);
    expect(x).toEqual([...x].sort((a, b) => a - b));
    expect([x[0], x.at(-1), values[x.indexOf(601)], values[x.indexOf(333)]]).toEqual([1, 1000, 0.001, 99]);
  });

  test("tell best and last values, the epoch and the winner, however few points are asked for", async () => {
    for (const maxPoints of [4, 200]) {
      const { metrics } = await compare({ maxPoints });
      const loss = named(metrics, "val_loss");
      expect(loss).toMatchObject({ direction: "LOWER", winner: ids[0] });
      expect(loss.curves[0]).toMatchObject({
        best: { value: 0.001, step: 601, epoch: 2.404 },
        final: { value: 1, step: 1000, epoch: 4 },
      });
      expect(loss.curves[1]).toMatchObject({ best: { value: 1.1, step: 40, epoch: 4 } });
      expect(named(metrics, "learning_rate")).toMatchObject({
        direction: null,
        winner: null,
        curves: [{ best: null }],
      });
      // Both end at a half: nobody wins.
      expect(named(metrics, "val_accuracy")).toMatchObject({ direction: "HIGHER", winner: null });
    }
  });

  test.each([
    ["STEP", [1, 1000], [1, 40]],
    ["EPOCH", [0.004, 4], [0.1, 4]],
    ["TIME", [0.5, 500], [2, 80]],
  ])("lie over one axis by %s", async (by, first, second) => {
    const { metrics } = await compare({ metrics: ["val_loss"], by });
    const ends = metrics[0].curves.map(({ x }) => [x[0], x.at(-1)]);
    expect(ends).toEqual([first, second]);
  });

  test("lie over time where the moments in between were not kept", async () => {
    await product.services.pool.query(
      `delete from training_run_event where run_id = $1 and kind = 'MetricsLogged' and payload->>'step' not in ('10', '40')`,
      [rowId("TrainingRun", ids[1])],
    );
    const { metrics } = await compare({ metrics: ["val_loss"], by: "TIME" });
    const [, { x }] = metrics[0].curves;
    expect(x.slice(0, 2)).toEqual([2, 4]);
    expect(x[24]).toBeCloseTo(50, 9);
  });

  test("are drawn over one another, each by its name", async () => {
    const { chart } = await compare();
    expect(chart).toMatch(/^<svg /);
    expect(chart).toContain("short &lt;steps&gt;");
    expect(chart).toContain("longer steps");
    expect(chart).not.toContain("waits");
    expect([...chart!.matchAll(/<polyline /g)]).toHaveLength(2);
    expect((await compare({ chart: "reward" })).chart).toBeNull();
  });
});

test("a comparison of ten runs costs as many statements as one of two", async () => {
  const more = [...ids];
  while (more.length < 10) more.push((await launch(founder, SMALL)).id);
  for (const by of ["STEP", "TIME"]) {
    const two = await countStatements(product, () => compare({ ids: ids.slice(0, 2), by }));
    expect(await countStatements(product, () => compare({ ids: more, by }))).toBe(two);
    expect(two).toBeLessThanOrEqual(4);
  }
});

test("the documents that clients use to search and compare are answered within the price of an operation", async () => {
  const document = (name: string) =>
    readFileSync(`${import.meta.dirname}/../../schema/operations/${name}.graphql`, "utf8");
  const compared = await founder.query<{ compareTrainingRuns: Comparison }>(document("compare-training-runs"), { ids });
  expect(compared.compareTrainingRuns.runs).toHaveLength(3);
  const filter = { search: "longer" };
  expect(await founder.query(document("search-training-runs"), { filter, first: 100 })).toMatchObject({
    trainingRuns: { edges: [{ node: { name: "longer steps" } }] },
    trainingRunFacets: { total: 1 },
  });
});

describe("a comparison is refused", () => {
  test("for a run that is not there or not yours, by its id", async () => {
    const stranger = await seedStranger(product);
    const foreign = (await launch(stranger)).id;
    for (const id of [foreign, `TrainingRun_${newId()}`, "TrainingRun_x", foreign.replace("TrainingRun", "Worker")]) {
      const { errors } = await founder.send(COMPARE, { ids: [ids[0], id] });
      expect(errors).toMatchObject([{ extensions: { code: "NOT_FOUND", id } }]);
    }
    const { errors } = await stranger.send(COMPARE, { ids: [foreign, ids[0]] });
    expect(errors).toMatchObject([{ extensions: { code: "NOT_FOUND", id: ids[0] } }]);
  });

  test.each([
    ["too few", () => ({ ids: ids.slice(0, 1) }), "ids"],
    ["too many", () => ({ ids: Array.from({ length: 21 }, () => `TrainingRun_${newId()}`) }), "ids"],
    ["the same run twice", () => ({ ids: [ids[0], ids[1], ids[0]] }), "ids"],
    ["too few points", () => ({ maxPoints: 3 }), "maxPoints"],
    ["too many points", () => ({ maxPoints: 1001 }), "maxPoints"],
    ["too many metrics", () => ({ metrics: Array.from({ length: 21 }, (_, n) => `m${n}`) }), "metrics"],
    ["a metric twice", () => ({ metrics: ["loss", "loss"] }), "metrics"],
    [
      "too much in all",
      () => ({
        metrics: Array.from({ length: 20 }, (_, n) => `m${n}`),
        maxPoints: 1000,
        ids: [...ids, ...manyIds()],
      }),
      "maxPoints",
    ],
  ])("for %s, naming the argument", async (_, variables, field) => {
    const { errors } = await founder.send(COMPARE, { ids, ...variables() });
    expect(errors).toMatchObject([{ extensions: { code: "BAD_USER_INPUT", field } }]);
  });
});

const manyIds = () => Array.from({ length: 5 }, () => `TrainingRun_${newId()}`);
