import { beforeAll, describe, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { HeldRun } from "../harness/held-run.js";
import { withProduct } from "../harness/product.js";
import { countStatements } from "../harness/statements.js";
import { seedStranger } from "../harness/stranger.js";

const product = withProduct();

interface Point {
  step: number;
  value: number;
}

const METRIC = `query ($id: ID!, $name: String!, $maxPoints: Int! = 500, $from: Int, $to: Int) {
  trainingRun(id: $id) { metric(name: $name, maxPoints: $maxPoints, from: $from, to: $to) { name points { step value } } }
}`;

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

/** The points of a metric, or undefined when there is no such metric. */
async function metric({ id }: HeldRun, variables: object): Promise<Point[] | undefined> {
  const { trainingRun } = await founder.query<{ trainingRun: { metric: { points: Point[] } | null } }>(METRIC, {
    id,
    ...variables,
  });
  return trainingRun.metric?.points;
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);
const stepsOf = (points: Point[] | undefined) => points!.map(({ step }) => step);

describe("a series of 120,000 points", () => {
  const LENGTH = 120_000;
  const SPIKES = new Map([
    [77_777, 50],
    [93_456, -50],
    [119_990, 40],
  ]);
  const valueAt = (step: number) => SPIKES.get(step) ?? Math.sin(step / 5_000) + ((step * 7_919) % 1_000) / 10_000;
  let run: HeldRun;

  beforeAll(async () => {
    run = await HeldRun.launch(product, founder);
    await run.log(range(1, LENGTH), (step) => ({ loss: valueAt(step) }));
  });

  test("is answered with at most the points asked for, its first and last and every single spike among them", async () => {
    for (const maxPoints of [10, 500, 2_000]) {
      const points = (await metric(run, { name: "loss", maxPoints }))!;
      expect(points.length).toBeLessThanOrEqual(maxPoints);
      expect(points.length).toBeGreaterThan(maxPoints / 2);
      expect(points).toEqual(
        expect.arrayContaining([1, ...SPIKES.keys(), LENGTH].map((step) => ({ step, value: valueAt(step) }))),
      );
      expect(stepsOf(points)).toEqual([...new Set(stepsOf(points))].sort((a, b) => a - b));
    }
  });

  test("hides no point that stands out: near each there is one shown at least as high, and one as low", async () => {
    const maxPoints = 500;
    const shown = (await metric(run, { name: "loss", maxPoints }))!;
    const near = LENGTH / ((maxPoints - 2) / 2) + 64;
    for (let step = 1; step <= LENGTH; step += 61) {
      const around = shown.filter((point) => Math.abs(point.step - step) <= near).map(({ value }) => value);
      expect(Math.max(...around)).toBeGreaterThanOrEqual(valueAt(step));
      expect(Math.min(...around)).toBeLessThanOrEqual(valueAt(step));
    }
  });

  test("shows every point between two steps that are close together", async () => {
    for (const from of [4_000, 100_000, LENGTH - 100]) {
      const points = await metric(run, { name: "loss", from, to: from + 100 });
      expect(points).toEqual(range(from, Math.min(from + 100, LENGTH)).map((step) => ({ step, value: valueAt(step) })));
    }
    expect(await metric(run, { name: "loss", from: LENGTH + 1 })).toEqual([]);
  });

  test("shows the first, the last and the spikes between two steps that are far apart", async () => {
    const points = (await metric(run, { name: "loss", from: 70_000, to: 100_000, maxPoints: 50 }))!;
    expect(points.length).toBeLessThanOrEqual(50);
    expect(points).toEqual(
      expect.arrayContaining([70_000, 77_777, 93_456, 100_000].map((step) => ({ step, value: valueAt(step) }))),
    );
    expect(stepsOf(points).filter((step) => step < 70_000 || step > 100_000)).toEqual([]);
  });

  test("keeps few of its points as rows of their own while it grows", async () => {
    const [{ rows }] = await run.sql<{ rows: number }>(
      `select count(*)::int as rows from training_run_point join training_run_series on id = series_id where run_id = $1`,
    );
    expect(rows).toBeGreaterThan(0);
    expect(rows).toBeLessThan(LENGTH / 10);
  });

  test("is one statement to read, however long it is", async () => {
    const short = await HeldRun.launch(product, founder);
    await short.log(range(1, 3), () => ({ loss: 1 }));
    const one = await countStatements(product, () => metric(short, { name: "loss" }));
    expect(await countStatements(product, () => metric(run, { name: "loss" }))).toBe(one);
  });

  test("gives every answer that it gave while it ran once its run has ended and all of it is packed", async () => {
    const asked = [
      { maxPoints: 4 },
      { maxPoints: 500 },
      { maxPoints: 2_000 },
      { maxPoints: 100, from: 100_001 },
      { maxPoints: 500, from: 60_000, to: 119_980 },
      { maxPoints: 2_000, from: LENGTH - 5_000 },
      { maxPoints: 500, to: 63 },
    ];
    const answers = () => Promise.all(asked.map((variables) => metric(run, { name: "loss", ...variables })));
    const before = await answers();
    await run.end();
    while ((await product.services.series.sealEnded()) > 0);
    const left = await run.sql(
      `select 1 from training_run_point join training_run_series on id = series_id where run_id = $1`,
    );
    expect(left).toEqual([]);
    expect(await answers()).toEqual(before);
  });
});

test("a point of a step that was reported before stays as it was, packed or not", async () => {
  const run = await HeldRun.launch(product, founder);
  await run.log(range(1, 20_000), (step) => ({ loss: step }));
  await run.log(range(10, 20_010), () => ({ loss: -1 }));
  expect(await metric(run, { name: "loss", from: 1, to: 20 })).toEqual(
    range(1, 20).map((step) => ({ step, value: step })),
  );
  expect(await metric(run, { name: "loss", from: 19_990 })).toEqual(
    range(19_990, 20_010).map((step) => ({ step, value: step > 20_000 ? -1 : step })),
  );
});

test("metrics that appear while a run goes on are told by name, and each is a series of its own", async () => {
  const run = await HeldRun.launch(product, founder);
  await run.log([1, 2], (step) => ({ loss: step }));
  await run.log([3], () => ({ loss: 3, val_loss: 30, accuracy: 0.5 }));
  const { trainingRun } = await founder.query<{ trainingRun: object }>(
    `query ($id: ID!) { trainingRun(id: $id) { metricNames } }`,
    { id: run.id },
  );
  expect(trainingRun).toEqual({ metricNames: ["accuracy", "loss", "val_loss"] });
  expect(await metric(run, { name: "loss" })).toEqual([1, 2, 3].map((step) => ({ step, value: step })));
  expect(await metric(run, { name: "val_loss" })).toEqual([{ step: 3, value: 30 }]);
  expect(await metric(run, { name: "no such metric" })).toBeUndefined();
});

test("a value that is no number is left out, and the others of its step are there", async () => {
  const run = await HeldRun.launch(product, founder);
  await run.log([1, 2, 3], (step) => ({ loss: step === 2 ? NaN : step, gradient: step === 3 ? Infinity : step }));
  expect(stepsOf(await metric(run, { name: "loss" }))).toEqual([1, 3]);
  expect(stepsOf(await metric(run, { name: "gradient" }))).toEqual([1, 2]);
  const { trainingRun } = await founder.query<{ trainingRun: { events: object[] } }>(
    `query ($id: ID!) { trainingRun(id: $id) { events(after: 1) { ... on MetricsLogged { step metrics { name } } } } }`,
    { id: run.id },
  );
  expect(trainingRun.events).toMatchObject([
    { step: 1, metrics: [{ name: "loss" }, { name: "gradient" }] },
    { step: 2, metrics: [{ name: "gradient" }] },
    { step: 3, metrics: [{ name: "loss" }] },
  ]);
});

test("bounds that make no sense are refused by name", async () => {
  const run = await HeldRun.launch(product, founder);
  const refused = async (variables: object) =>
    (await founder.send(METRIC, { id: run.id, name: "loss", ...variables })).errors![0].extensions;
  expect(await refused({ from: 5, to: 4 })).toMatchObject({ code: "BAD_USER_INPUT", field: "to" });
  expect(await refused({ maxPoints: 3 })).toMatchObject({ code: "BAD_USER_INPUT", field: "maxPoints" });
  expect(await refused({ maxPoints: 2_001 })).toMatchObject({ code: "BAD_USER_INPUT", field: "maxPoints" });
});

test("series are not answered inside lists, nor to another organisation", async () => {
  expect(
    await founder.codes(`{ trainingRuns { edges { node { metric(name: "loss") { points { step } } } } } }`),
  ).toEqual(["NOT_IN_LISTS"]);
  const run = await HeldRun.launch(product, founder);
  await run.log([1], () => ({ loss: 1 }));
  const stranger = await seedStranger(product);
  expect(await stranger.query(METRIC, { id: run.id, name: "loss" })).toEqual({ trainingRun: null });
});
