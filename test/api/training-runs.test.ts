import { hostname } from "node:os";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { rowId } from "../../src/kernel/ids.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { countStatements } from "../harness/statements.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

let founder: Client;
let runId: string;
let events: RunEvent[];

beforeAll(async () => {
  founder = await product.founder();
  runId = (await launch(founder, { ...SMALL, name: "small digits", seed: 7 })).id;
  events = await follow(founder, runId);
});

const metricsOf = (of: RunEvent[]) => of.filter(({ __typename }) => __typename === "MetricsLogged");

describe("the events of a run", () => {
  test("tell every change of its status", () => {
    const statuses = events.filter(({ __typename }) => __typename === "StatusChanged");
    expect(statuses.map(({ previous, status }) => [previous, status])).toEqual([
      [null, "QUEUED"],
      ["QUEUED", "STARTING"],
      ["STARTING", "RUNNING"],
      ["RUNNING", "SUCCEEDED"],
    ]);
  });

  test("are numbered from 1 without gaps, the one that ends the run last", () => {
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
    expect(events.at(-1)).toMatchObject({ __typename: "StatusChanged", status: "SUCCEEDED" });
  });

  test("bring training and validation metrics, and a loss that falls", () => {
    const losses = metricsOf(events).map(({ metrics }) => metrics!.find(({ name }) => name === "loss")!.value);
    expect(losses.at(-1)!).toBeLessThan(losses[0] / 2);
    expect(
      metricsOf(events)
        .at(-1)!
        .metrics!.map(({ name }) => name),
    ).toEqual(expect.arrayContaining(["loss", "accuracy", "val_loss", "val_accuracy"]));
  });

  test("bring a picture at the end of each epoch, which its address serves", async () => {
    const samples = events.filter(({ __typename }) => __typename === "SampleProduced");
    expect(samples).toHaveLength(SMALL.parameters.epochs);
    const response = await fetch(product.url + samples[0].url!);
    expect(response.headers.get("content-type")).toMatch(/^image\//);
    expect((await response.arrayBuffer()).byteLength).toBeGreaterThan(1000);
  });

  test("replay from the one after `after`, and complete though the run ended long ago", async () => {
    const replayed = await follow(founder, runId, events.length - 3);
    expect(replayed.map(({ seq, __typename }) => [seq, __typename])).toEqual(
      events.slice(-3).map(({ seq, __typename }) => [seq, __typename]),
    );
    expect(await follow(founder, runId, events.length)).toEqual([]);
  });

  test("arrive over server-sent events as over WebSocket", async () => {
    const response = await fetch(`${product.url}/graphql/stream`, {
      method: "POST",
      headers: {
        "content-type": "application/json",
        accept: "text/event-stream",
        authorization: `Bearer ${founder.accessToken}`,
      },
      body: JSON.stringify({ query: `subscription { trainingRunEvents(runId: "${runId}") { seq } }` }),
    });
    const seqs = [...(await response.text()).matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq));
    expect(seqs).toEqual(events.map(({ seq }) => seq));
  });
});

test("a second run of the same seed gives the same metrics to the last bit", async () => {
  const { id } = await launch(founder, { ...SMALL, seed: 7 });
  expect(metricsOf(await follow(founder, id)).map(({ step, metrics }) => [step, metrics])).toEqual(
    metricsOf(events).map(({ step, metrics }) => [step, metrics]),
  );
});

test("another seed gives other metrics", async () => {
  const { id } = await launch(founder, { ...SMALL, seed: 8 });
  expect(metricsOf(await follow(founder, id))[0].metrics).not.toEqual(metricsOf(events)[0].metrics);
});

interface Judged {
  accuracy: number;
  macroAuc: number;
  logLoss: number;
  confusionMatrix: { labels: string[]; counts: number[][] };
  classes: { name: string; precision: number; recall: number; f1: number; support: number; roc: object[] }[];
}

interface Figure {
  name: string;
  value: number;
  direction: string | null;
  low: number | null;
  high: number | null;
}

const RUN = `query ($id: ID!) {
  trainingRun(id: $id) {
    id name recipe seed status datasetSha256 startedAt finishedAt lastSeq
    progress { epoch epochs step steps etaSeconds }
    backend { name device memoryBytes }
    latestMetrics { name value }
    metric(name: "loss", maxPoints: 5) { points { step value } }
    evaluation { ...judged }
    baseline { name kind primary { name value direction } classification { accuracy } }
    artifacts(first: 50) { name kind mediaType size sha256 url }
    events(after: 2, first: 2) { seq __typename }
  }
}
fragment judged on Evaluation {
  kind rows primary { name value direction low high } figures { name value direction low high }
  classification {
    accuracy macroAuc logLoss confusionMatrix { labels counts } classes { name precision recall f1 support roc { truePositiveRate } }
  }
}`;

const TRUST = `query ($id: ID!) {
  trainingRun(id: $id) {
    trust: evaluation {
      primary { name value low high }
      againstBaseline { bothRight onlyModelRight onlyBaselineRight bothWrong pValue }
      classification {
        calibrationError reliability { low high rows confidence accuracy } confusedPairs { truth predicted count share }
        classes { precisionRecall { recall precision } } slices { name } fairness { column }
      }
      worst { figure }
    }
    baseline { againstBaseline { pValue } }
  }
}`;

interface Trust {
  trust: {
    primary: { name: string; value: number; low: number | null; high: number | null };
    againstBaseline: Record<
      "bothRight" | "onlyModelRight" | "onlyBaselineRight" | "bothWrong" | "pValue",
      number
    > | null;
    classification: {
      calibrationError: number | null;
      reliability: { rows: number }[] | null;
      confusedPairs: { truth: string; predicted: string; count: number; share: number }[] | null;
      classes: { precisionRecall: { recall: number; precision: number }[] | null }[];
      slices: { name: string }[] | null;
    };
  };
  baseline: object | null;
}

describe("a finished run", () => {
  let run: Record<string, never> & {
    evaluation: { kind: string; rows: number; primary: Figure; figures: Figure[]; classification: Judged };
    baseline: { primary: Figure };
    artifacts: { name: string; url: string }[];
  };

  beforeAll(async () => {
    run = (await founder.query<{ trainingRun: typeof run }>(RUN, { id: runId })).trainingRun;
  });

  test("shows what it was, how far it came and what it computed on", () => {
    expect(run).toMatchObject({
      id: runId,
      name: "small digits",
      seed: 7,
      datasetSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      status: "SUCCEEDED",
      lastSeq: events.length,
      progress: { epoch: 4, epochs: 4, step: 64, steps: 64 },
      backend: { name: expect.any(String), device: expect.any(String), memoryBytes: expect.any(Number) },
      events: [{ seq: 3 }, { seq: 4 }],
    });
  });

  test("is judged on the test part, and beats its baseline", () => {
    const { classification, primary, figures, ...rest } = run.evaluation;
    expect(classification.confusionMatrix.counts.flat().reduce((a, b) => a + b)).toBe(100);
    const hits = classification.confusionMatrix.counts.reduce((sum, row, at) => sum + row[at], 0);
    expect(classification.accuracy).toBe(hits / 100);
    expect(classification.classes.map(({ name }) => name)).toEqual(classification.confusionMatrix.labels);
    expect(rest).toEqual({ kind: "CLASSIFICATION", rows: 100 });
    expect(primary).toMatchObject({ name: "accuracy", value: hits / 100, direction: "HIGHER" });
    expect(primary.value).toBeGreaterThan(run.baseline.primary.value);
    expect(figures).toContainEqual(
      expect.objectContaining({ name: "logLoss", value: classification.logLoss, direction: "LOWER" }),
    );
  });

  test("says how far its figures can be trusted: intervals, calibration, pairs confused and the baseline row by row", async () => {
    const { primary, figures } = run.evaluation;
    expect(primary.low!).toBeLessThan(primary.value);
    expect(primary.high!).toBeGreaterThan(primary.value);
    for (const name of ["accuracy", "balancedAccuracy", "logLoss", "macro.f1", "macroAuc"]) {
      const figure = figures.find((one) => one.name === name)!;
      expect([figure.low! < figure.value, figure.value < figure.high!]).toEqual([true, true]);
    }
    expect(figures).toContainEqual(expect.objectContaining({ name: "mcc", low: null, high: null }));

    const { trust, baseline } = (await founder.query<{ trainingRun: Trust }>(TRUST, { id: runId })).trainingRun;
    const { calibrationError, reliability, confusedPairs, classes } = trust.classification;
    expect(figures).toContainEqual(
      expect.objectContaining({ name: "calibrationError", value: calibrationError, direction: "LOWER" }),
    );
    expect(reliability!.reduce((sum, { rows }) => sum + rows, 0)).toBe(100);
    const { labels, counts } = run.evaluation.classification.confusionMatrix;
    const [worst] = confusedPairs!;
    expect(worst.count).toBe(Math.max(...counts.flatMap((row, t) => row.filter((_, p) => p !== t))));
    expect(counts[labels.indexOf(worst.truth)][labels.indexOf(worst.predicted)]).toBe(worst.count);
    for (const { precisionRecall } of classes) expect(precisionRecall!.at(-1)!.recall).toBe(1);

    const { bothRight, onlyModelRight, onlyBaselineRight, bothWrong, pValue } = trust.againstBaseline!;
    expect((bothRight + onlyModelRight) / 100).toBe(primary.value);
    expect((bothRight + onlyBaselineRight) / 100).toBe(run.baseline.primary.value);
    expect(bothRight + onlyModelRight + onlyBaselineRight + bothWrong).toBe(100);
    expect(pValue).toBeLessThan(0.05);
    expect(baseline).toEqual({ againstBaseline: null });
  });

  test("gives a metric as a series of at most the points asked for, its first and last among them", () => {
    const { points } = (run as unknown as { metric: { points: { step: number }[] } }).metric;
    expect(points.length).toBeLessThanOrEqual(5);
    expect(points.at(-1)!.step).toBe(64);
  });

  test("has its curves, confusion matrix, ROC, weights and predictions to download", async () => {
    expect(run.artifacts.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        "curves.svg",
        "confusion-matrix.svg",
        "roc.svg",
        "precision-recall.svg",
        "reliability.svg",
        "slices.svg",
        "hardest.svg",
        "weights.safetensors",
        "predictions.safetensors",
      ]),
    );
    const curves = await fetch(product.url + run.artifacts.find(({ name }) => name === "curves.svg")!.url);
    expect(await curves.text()).toMatch(/^<svg|^<\?xml/);
  });

  test("refuses a download address that was tampered with", async () => {
    const [a, b] = run.artifacts;
    const forged = a.url.replace(/^\/artifacts\/[^?]+/, b.url.match(/^\/artifacts\/[^?]+/)![0]);
    const response = await fetch(product.url + forged);
    expect(response.status).toBe(403);
    const path = a.url.split("?")[0];
    for (const query of ["", "?signature=", "?expires=1&signature=AA", "?expires=never"]) {
      expect((await fetch(product.url + path + query)).status).toBe(403);
    }
  });
});

test("a report kept before there were intervals, calibration and comparisons still reads, with null in their place", async () => {
  const { id } = await launch(founder, { ...SMALL, seed: 9 });
  await follow(founder, id);
  const { evaluations } = product.services;
  const classes = [
    { name: "0", precision: 1, recall: 1, f1: 1, support: 1, auc: null, averagePrecision: null, roc: [] },
  ];
  const report = { rows: 1, accuracy: 1, classes, confusion: [[1]] };
  await evaluations.record({ runId: rowId("TrainingRun", id), subject: "MODEL", name: "cnn", report });
  const { trust } = (await founder.query<{ trainingRun: Trust }>(TRUST, { id })).trainingRun;
  expect(trust).toEqual({
    primary: { name: "accuracy", value: 1, low: null, high: null },
    againstBaseline: null,
    worst: null,
    classification: {
      calibrationError: null,
      reliability: null,
      confusedPairs: null,
      classes: [{ precisionRecall: null }],
      slices: null,
      fairness: null,
    },
  });
});

test("the administrator sees what each worker computes on, and why not on something better", async () => {
  const query = `{ workers { edges { node { host backend { name device memoryBytes tried { name reason } } } } } }`;
  const { workers } = await (await product.admin()).query<{ workers: { edges: { node: object }[] } }>(query);
  expect(workers.edges.map(({ node }) => node)).toEqual([
    {
      host: hostname(),
      backend: {
        name: expect.any(String),
        device: expect.any(String),
        memoryBytes: expect.any(Number),
        tried: expect.any(Array),
      },
    },
  ]);
  expect(await founder.codes(query)).toEqual(["FORBIDDEN"]);
});

test("the pictures of a run's events are read in one statement, however many they are", async () => {
  const history = `query ($id: ID!, $first: Int!) { trainingRun(id: $id) { events(first: $first) {
    seq ... on SampleProduced { artifact { name mediaType size } }
  } } }`;
  const read = (first: number) =>
    founder.query<{ trainingRun: { events: { artifact?: object }[] } }>(history, { id: runId, first });
  const { trainingRun } = await read(500);
  const pictures = trainingRun.events.filter(({ artifact }) => artifact);
  expect(pictures).toHaveLength(SMALL.parameters.epochs);
  expect(pictures[0].artifact).toMatchObject({ mediaType: expect.stringMatching(/^image/), size: expect.any(Number) });
  const firstPicture = trainingRun.events.findIndex(({ artifact }) => artifact) + 1;
  const one = await countStatements(product, () => read(firstPicture));
  expect(await countStatements(product, () => read(500))).toBe(one);
});

test("the list of runs costs the same number of statements however many runs it shows", async () => {
  const list = `query ($first: Int!) { trainingRuns(first: $first) { edges { node {
    id status progress { step } latestMetrics { name value } evaluation { primary { value } } artifacts(first: 3) { name } launchedBy { name }
  } } } }`;
  const one = await countStatements(product, () => founder.query(list, { first: 1 }));
  expect(await countStatements(product, () => founder.query(list, { first: 3 }))).toBe(one);
});
