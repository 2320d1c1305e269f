import { beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import { applyRetention } from "../../src/domains/training/retention/retention.jobs.js";
import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import { sealSeries } from "../../src/domains/training/series/series.jobs.js";
import { openOrm } from "../../src/orm.js";
import { startWorker } from "../../workers/start-worker.js";
import type { Client } from "../harness/client.js";
import { HeldRun } from "../harness/held-run.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL } from "../harness/runs.js";
import { until } from "../harness/until.js";

const product = withProduct({ retention: { history: 30, checkpoints: 7 } });

const REPORTS = `{ retentionReports(first: 10) { totalCount edges { node { class deletedBefore deleted runs bytes at } } } }`;
const RUN = `query ($id: ID!) { trainingRun(id: $id) {
  status historyDeletedAt metricNames lastSeq latestMetrics { name value } metric(name: "loss") { points { step value } }
  events(first: 500) { __typename seq ... on EventsDeleted { firstSeq } ... on LogLine { message } }
} }`;

interface Seen {
  historyDeletedAt: string | null;
  metric: { points: object[] } | null;
  events: { __typename: string; seq: number; firstSeq?: number }[];
  lastSeq: number;
}

interface Report {
  class: string;
  deletedBefore: string;
  deleted: number;
  runs: number;
  bytes: number | null;
}

let founder: Client;
let admin: Client;

beforeAll(async () => {
  founder = await product.founder();
  admin = await product.admin();
});

beforeEach(async () => {
  await product.services.pool.query(`truncate retention_report`);
});

const reports = async () =>
  (await admin.query<{ retentionReports: { edges: { node: Report }[] } }>(REPORTS)).retentionReports.edges.map(
    ({ node }) => node,
  );
const seen = async (run: HeldRun) => (await founder.query<{ trainingRun: Seen }>(RUN, { id: run.id })).trainingRun;

const metrics = (step: number): RunEventBody => ({
  kind: "MetricsLogged",
  step,
  epoch: 1,
  metrics: [
    { name: "loss", value: 1 / step },
    { name: "accuracy", value: 0.5 },
  ],
});
const line = (step: number): RunEventBody => ({ kind: "LogLine", step, level: "INFO", message: `line ${step}` });

/** A run with two stretches of metrics and log lines, and a checkpoint between them. */
async function runThatEnded(daysAgo: number): Promise<HeldRun> {
  const run = await HeldRun.launch(product, founder);
  const artifactId = await keepCheckpoint(run, 3);
  await run.tell([metrics(1), line(1), metrics(2), { kind: "CheckpointSaved", step: 3, artifactId }, metrics(4)]);
  await run.end(daysAgo);
  return run;
}

function keepCheckpoint(run: HeldRun, step: number): Promise<string> {
  return product.services.checkpoints.save({
    runId: run.rowId,
    step,
    epoch: 1,
    bytes: Buffer.alloc(1_000 + step),
    keep: 5,
  });
}

describe("a run that ended longer ago than history is kept", () => {
  let old: HeldRun;
  let recent: HeldRun;
  let before: Seen;

  beforeAll(async () => {
    old = await runThatEnded(31);
    recent = await runThatEnded(29);
    before = await seen(recent);
    await product.services.retention.apply();
  });

  test("has lost its points, and says when", async () => {
    expect(await seen(old)).toMatchObject({
      status: "SUCCEEDED",
      historyDeletedAt: expect.stringMatching(/Z$/),
      metricNames: [],
      metric: null,
    });
  });

  test("keeps the newest value of each metric", async () => {
    expect(await seen(old)).toMatchObject({
      latestMetrics: [
        { name: "accuracy", value: 0.5 },
        { name: "loss", value: 0.25 },
      ],
    });
  });

  test("keeps its other events, and a mark for each stretch that is gone, so that no number is missing", async () => {
    const { events, lastSeq } = await seen(old);
    expect(events).toEqual([
      { __typename: "StatusChanged", seq: 1 },
      { __typename: "EventsDeleted", seq: 4, firstSeq: 2 },
      { __typename: "CheckpointSaved", seq: 5 },
      { __typename: "EventsDeleted", seq: 6, firstSeq: 6 },
      { __typename: "StatusChanged", seq: 7 },
    ]);
    expect(lastSeq).toBe(7);
  });

  test("is followed from any event on, also from one that is gone, to its end", async () => {
    const replayed = async (after: number) => (await follow(founder, old.id, after)).map(({ seq }) => seq);
    expect(await replayed(0)).toEqual([1, 4, 5, 6, 7]);
    expect(await replayed(2)).toEqual([4, 5, 6, 7]);
    expect(await replayed(4)).toEqual([5, 6, 7]);
    expect(await replayed(7)).toEqual([]);
  });

  test("leaves a later one as it was", async () => {
    expect(await seen(recent)).toEqual(before);
    expect(before).toMatchObject({ historyDeletedAt: null, metricNames: ["accuracy", "loss"] });
    expect(before.metric!.points).toHaveLength(3);
  });
});

test("what was deleted is reported to administrators: how much, of how many runs, of which age", async () => {
  const [first, second] = [await runThatEnded(40), await runThatEnded(50)];
  await keepCheckpoint(second, 9);
  const least = Date.now() - 30 * 86_400_000;
  await product.services.retention.apply();
  const found = new Map((await reports()).map((report) => [report.class, report]));
  expect(found.get("METRIC_POINTS")).toMatchObject({ deleted: 12, runs: 2, bytes: null });
  expect(found.get("EVENTS")).toMatchObject({ deleted: 8, runs: 2, bytes: null });
  expect(found.get("CHECKPOINTS")).toMatchObject({ deleted: 1, runs: 1, bytes: 1_003 });
  expect(Date.parse(found.get("EVENTS")!.deletedBefore)).toBeGreaterThanOrEqual(least);
  expect(Date.parse(found.get("EVENTS")!.deletedBefore)).toBeLessThan(least + 60_000);
  expect(first.id).not.toBe(second.id);
});

test("nothing is reported where nothing was deleted, and nothing is deleted twice", async () => {
  await runThatEnded(60);
  await product.services.retention.apply();
  const once = await reports();
  await product.services.retention.apply();
  expect(once.length).toBeGreaterThan(0);
  expect(await reports()).toEqual(once);
});

test("passes that overlap delete everything once, and report it once", async () => {
  for (let run = 0; run < 4; run++) await runThatEnded(45);
  await Promise.all([1, 2, 3].map(() => product.services.retention.apply()));
  const points = (await reports()).filter((report) => report.class === "METRIC_POINTS");
  expect(points.reduce((sum, { deleted }) => sum + deleted, 0)).toBe(24);
  expect(points.reduce((sum, { runs }) => sum + runs, 0)).toBe(4);
});

test("of the checkpoints of a run that ended a while ago the newest and the best stay, and can be started from", async () => {
  const run = await HeldRun.launch(product, founder);
  for (const step of [10, 15, 20, 30]) await keepCheckpoint(run, step);
  await run.sql(
    `update training_run set best = '{"metric": "val_loss", "value": 1, "step": 15, "epoch": 1}' where id = $1`,
  );
  const steps = async () =>
    (await run.sql<{ step: number }>(`select step from artifact where run_id = $1 order by step`)).map(
      ({ step }) => step,
    );
  await product.services.retention.apply();
  expect(await steps()).toEqual([10, 15, 20, 30]);
  await run.end(8);
  await product.services.retention.apply();
  expect(await steps()).toEqual([15, 30]);
  expect(await product.services.checkpoints.newest(run.rowId)).toMatchObject({ step: 30 });
});

test("a key of a launch that is older than history launches anew", async () => {
  const input = { ...SMALL, idempotencyKey: "monday" };
  const { id } = await launch(founder, input);
  await product.services.retention.apply();
  expect(await launch(founder, input)).toMatchObject({ id });
  await product.services.pool.query(`update idempotency_key set created_at = now() - interval '31 days'`);
  await product.services.retention.apply();
  expect((await launch(founder, input)).id).not.toBe(id);
  expect(await reports()).toMatchObject([{ class: "IDEMPOTENCY_KEYS", deleted: 1, runs: 0 }]);
});

test("nobody but administrators reads the reports", async () => {
  expect(await founder.codes(REPORTS)).toEqual(["FORBIDDEN"]);
});

test("a worker packs and deletes what is due, and has both before it again and again", async () => {
  const old = await runThatEnded(31);
  const recent = await runThatEnded(1);
  const orm = await openOrm(product.config.databaseUrl);
  const worker = await startWorker(product.config);
  try {
    const { jobs } = product.services;
    expect(await jobs.waiting("maintenance")).toEqual(expect.arrayContaining(["apply-retention", "seal-series"]));
    await jobs.transactional(orm.em.fork(), async (_em, enqueue) => {
      await enqueue(sealSeries, {});
      await enqueue(applyRetention, {});
    });
    const unpacked = () =>
      recent.sql(`select 1 from training_run_point join training_run_series on id = series_id where run_id = $1`);
    await until(async () => (await seen(old)).historyDeletedAt !== null && (await unpacked()).length === 0);
  } finally {
    await worker.close();
    await orm.close(true);
  }
});

describe("an installation that says nothing about retention", () => {
  const keeping = withProduct();

  test("keeps everything", async () => {
    const client = await keeping.founder();
    const run = await HeldRun.launch(keeping, client);
    await run.tell([metrics(1)]);
    await run.end(10_000);
    await keeping.services.retention.apply();
    const { trainingRun } = await client.query<{ trainingRun: Seen }>(RUN, { id: run.id });
    expect(trainingRun.historyDeletedAt).toBeNull();
    expect(trainingRun.metric!.points).toHaveLength(1);
  });
});
