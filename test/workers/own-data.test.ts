import { readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, expect, test } from "@jest/globals";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, type RunEvent } from "../harness/runs.js";
import { followSweep, launchSweep } from "../harness/sweeps.js";
import { twoClasses, upload } from "../harness/uploads.js";
import { withWorker } from "../harness/worker.js";

const product = withProduct();
withWorker(product);

let founder: Client;

beforeAll(async () => {
  founder = await product.founder();
});

const TABULAR = { recipe: "tabular-classification", parameters: { epochs: 6, hiddenUnits: 8, layers: 1 } };
const cache = () => join(product.config.home, "datasets");

const RESULT = `query ($id: ID!) { trainingRun(id: $id) {
  status error { code message } datasetVersion { number } evaluation { classes: classification { classes { name } } figures { name value } }
} }`;

interface Result {
  status: string;
  error: { code: string; message: string } | null;
  evaluation: { classes: { classes: { name: string }[] } | null; figures: { name: string; value: number }[] } | null;
}

async function result(id: string): Promise<Result> {
  return (await founder.query<{ trainingRun: Result }>(RESULT, { id })).trainingRun;
}

const figure = ({ evaluation }: Result, name: string) => evaluation!.figures.find((each) => each.name === name)!.value;
const logged = (events: RunEvent[]) => events.flatMap(({ message }) => message ?? []).join("\n");

/** Demand with a week's pattern over two hundred days, three of which were not counted. */
const demand = () => {
  const days = Array.from({ length: 200 }, (_, day) => {
    const date = new Date(Date.UTC(2025, 0, 1) + day * 86_400_000).toISOString().slice(0, 10);
    return [50, 51, 52].includes(day) ? `${date},` : `${date},${100 + 20 * [0, 1, 2, 3, 4, 8, 9][day % 7] + (day % 3)}`;
  });
  return `day,sold\n${days.join("\n")}\n`;
};

test("a table is uploaded, trained on and judged: the classes are the file's", async () => {
  const { id } = await upload(product, founder, twoClasses(60), { name: "shoppers", kind: "TABLE" });
  const run = await launch(founder, { ...TABULAR, dataset: id });
  const events = await follow(founder, run.id);
  const ended = await result(run.id);
  expect(ended).toMatchObject({ status: "SUCCEEDED", datasetVersion: { number: 1 } });
  expect(ended.evaluation!.classes!.classes.map(({ name }) => name)).toEqual(["no", "yes"]);
  expect(figure(ended, "accuracy")).toBeGreaterThan(0.9);
  expect(logged(events)).toMatch(/shoppers: 120 rows, 3 columns beside the label/);
});

test("a series is uploaded, trained on and judged: gaps are filled, and its season is its own", async () => {
  const { id } = await upload(product, founder, demand(), {
    name: "demand",
    kind: "TIME_SERIES",
    options: { unit: "pieces" },
  });
  const parameters = { epochs: 2, window: 14, hidden: 8 };
  const run = await launch(founder, { recipe: "lstm-time-series", dataset: id, parameters });
  const events = await follow(founder, run.id);
  const ended = await result(run.id);
  expect(ended.status).toBe("SUCCEEDED");
  expect(figure(ended, "mae")).toBeGreaterThan(0);
  expect(logged(events)).toMatch(/demand: trains on \d+ days up to .*a season is 7 days\.\n3 days were not measured/);
});

test("texts and graphs are trained on as well", async () => {
  const said = (row: number) => (row % 2 === 0 ? `fine weather again ${row}` : `nothing but rain ${row}`);
  const texts = Array.from({ length: 80 }, (_, row) => `${said(row)},${row % 2 === 0 ? "sun" : "rain"}`);
  // A ring of four, or a chain of as many.
  const graphs = Array.from({ length: 60 }, (_, row) =>
    ["a,b", "b,c", "c,d", ...(row % 2 === 0 ? ["d,a"] : [])].map(
      (edge) => `g${row},${row % 2 ? "chain" : "ring"},${edge}`,
    ),
  );
  const files = [
    ["attention-text-classifier", "TEXTS", `text,label\n${texts.join("\n")}\n`, ["rain", "sun"], { epochs: 1 }],
    [
      "gcn-graph-classification",
      "GRAPHS",
      `graph,label,from,to\n${graphs.flat().join("\n")}\n`,
      ["chain", "ring"],
      { epochs: 1 },
    ],
  ] as const;
  for (const [recipe, kind, content, classes, parameters] of files) {
    const { id } = await upload(product, founder, content, { name: kind, kind });
    const run = await launch(founder, { recipe, dataset: id, parameters });
    await follow(founder, run.id);
    const ended = await result(run.id);
    expect(ended.error).toBeNull();
    expect(ended.evaluation!.classes!.classes.map(({ name }) => name)).toEqual(classes);
  }
});

test("a run fetches its file once, and goes on from what lies there", async () => {
  const created = await upload(product, founder, twoClasses(40), { name: "kept", kind: "TABLE" });
  await follow(founder, (await launch(founder, { ...TABULAR, dataset: created.id })).id);
  expect(await readdir(cache())).toContain(created.version!.sha256);
  const versionId = created.version!.id.replace("DatasetVersion_", "");
  await product.services.datasetFiles.discard(versionId);
  const again = await launch(founder, { ...TABULAR, dataset: created.id });
  await follow(founder, again.id);
  expect((await result(again.id)).status).toBe("SUCCEEDED");

  await rm(join(cache(), created.version!.sha256));
  const lost = await launch(founder, { ...TABULAR, dataset: created.id });
  await follow(founder, lost.id);
  expect(await result(lost.id)).toMatchObject({
    status: "FAILED",
    error: { code: "DATASET_UNUSABLE", message: "The file of “kept”, version 1, is gone from the artifact store." },
  });
});

test("a file that is damaged on this machine is fetched anew; one that is damaged in the store is not trained on", async () => {
  const created = await upload(product, founder, twoClasses(50), { name: "damaged", kind: "TABLE" });
  const { sha256, size } = created.version!;
  await writeFile(join(cache(), sha256), "x".repeat(size));
  const mended = await launch(founder, { ...TABULAR, dataset: created.id });
  await follow(founder, mended.id);
  expect((await result(mended.id)).status).toBe("SUCCEEDED");

  await rm(join(cache(), sha256));
  await product.services.datasetFiles.keep(created.version!.id.replace("DatasetVersion_", ""), Buffer.alloc(size));
  const run = await launch(founder, { ...TABULAR, dataset: created.id });
  await follow(founder, run.id);
  expect(await result(run.id)).toMatchObject({
    status: "FAILED",
    error: { code: "DATASET_UNUSABLE", message: "The file of “damaged”, version 1, is damaged." },
  });
  expect(await readdir(cache())).not.toContain(sha256);
});

test("shards of a run and trials of a sweep train on the version that was launched", async () => {
  const created = await upload(product, founder, twoClasses(60), { name: "spread", kind: "TABLE" });
  const federation = { shards: 2, localSteps: 10 };
  const run = await launch(founder, { ...TABULAR, dataset: created.id, federation });
  const sweep = await launchSweep(founder, {
    ...{ recipe: TABULAR.recipe, dataset: created.version!.id, fixedParameters: TABULAR.parameters },
    space: [{ parameter: "learningRate", minimum: 1e-3, maximum: 1e-2, log: true }],
    objective: { metric: "val_loss", goal: "MINIMISE" },
    method: "RANDOM",
    maxTrials: 2,
  });
  await upload(product, founder, twoClasses(70), { name: "spread", kind: "TABLE" });
  await follow(founder, run.id);
  expect(await result(run.id)).toMatchObject({ status: "SUCCEEDED", datasetVersion: { number: 1 } });
  await followSweep(founder, sweep.id);
  const { sweep: ended } = await founder.query<{ sweep: object }>(
    `query ($id: ID!) { sweep(id: $id) { status dataset datasetVersion { number }
      trials(first: 10) { edges { node { run { status datasetVersion { number } } } } } } }`,
    { id: sweep.id },
  );
  const trial = { node: { run: { status: "SUCCEEDED", datasetVersion: { number: 1 } } } };
  expect(ended).toEqual({
    ...{ status: "SUCCEEDED", dataset: "spread", datasetVersion: { number: 1 } },
    trials: { edges: [trial, trial] },
  });
});
