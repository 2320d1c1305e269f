import { execFileSync } from "node:child_process";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { startWorker } from "../../workers/start-worker.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";

const product = withProduct({ leaseSeconds: 2 });

/** Long enough to be caught in the middle: 8 epochs of 16 steps. */
const LONGER = { ...SMALL, parameters: { epochs: 8, batchSize: 50 } };

let founder: Client;
let undisturbed: RunEvent[];

beforeAll(async () => {
  founder = await product.founder();
  undisturbed = await withAWorker(async () => follow(founder, (await launch(founder, LONGER)).id));
}, 120_000);

async function withAWorker<T>(work: (worker: Awaited<ReturnType<typeof startWorker>>) => Promise<T>): Promise<T> {
  const worker = await startWorker(product.config);
  try {
    return await work(worker);
  } finally {
    await worker.close();
  }
}

const statuses = (events: RunEvent[]) =>
  events.filter(({ __typename }) => __typename === "StatusChanged").map(({ status }) => status);
const metrics = (events: RunEvent[]) =>
  events.filter(({ __typename }) => __typename === "MetricsLogged").map(({ step, metrics }) => [step, metrics]);
const inEpoch = (epoch: number) => (event: RunEvent) => event.__typename === "MetricsLogged" && event.epoch! >= epoch;

/** The training process that computes: of this process's children, the one that has used most processor time. */
function trainingPid(): number {
  const rows = execFileSync("ps", ["-o", "pid=,times=,args=", "--ppid", String(process.pid)], { encoding: "utf8" })
    .trim()
    .split("\n");
  const children = rows
    .map((row) => row.trim().split(/\s+/))
    .filter((row) => row.some((word) => /runtime\/child\.ts$/.test(word)));
  const [pid] = children.sort((a, b) => Number(b[1]) - Number(a[1]))[0];
  return Number(pid);
}

test("a run that is cancelled while it waits has ended at once", async () => {
  const { id } = await launch(founder, LONGER);
  const { cancelTrainingRun } = await founder.query<{ cancelTrainingRun: object }>(
    `mutation ($id: ID!) { cancelTrainingRun(id: $id) { status finishedAt } }`,
    { id },
  );
  expect(cancelTrainingRun).toEqual({ status: "CANCELLED", finishedAt: expect.any(String) });
  expect(statuses(await follow(founder, id))).toEqual(["QUEUED", "CANCELLED"]);
});

test("a run that is cancelled while it trains ends in mid-epoch, and its subscription completes", async () => {
  await withAWorker(async () => {
    const { id } = await launch(founder, { ...LONGER, parameters: { epochs: 100 } });
    await follow(founder, id, 0, inEpoch(1));
    await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`, { id });
    expect(statuses(await follow(founder, id))).toEqual(["QUEUED", "STARTING", "RUNNING", "CANCELLING", "CANCELLED"]);
  });
});

describe("a run whose process is killed", () => {
  let events: RunEvent[];

  beforeAll(async () => {
    events = await withAWorker(async () => {
      const { id } = await launch(founder, LONGER);
      await follow(founder, id, 0, inEpoch(4));
      process.kill(trainingPid(), "SIGKILL");
      return follow(founder, id);
    });
  }, 120_000);

  test("is taken up again and succeeds", () => {
    expect(statuses(events)).toEqual(["QUEUED", "STARTING", "RUNNING", "QUEUED", "STARTING", "RUNNING", "SUCCEEDED"]);
  });

  test("reports each step once, with the metrics of a run that was left alone", () => {
    expect(metrics(events)).toEqual(metrics(undisturbed));
  });

  test("says in an event how its process ended", () => {
    expect(events.find(({ status, previous }) => status === "QUEUED" && previous)!.reason).toContain("SIGKILL");
  });
});

test("a run goes on elsewhere when its worker stops, with the metrics of a run that was left alone", async () => {
  const { id } = await withAWorker(async () => {
    const launched = await launch(founder, LONGER);
    await follow(founder, launched.id, 0, inEpoch(3));
    return launched;
  });
  const events = await withAWorker(() => follow(founder, id));
  expect(statuses(events)).toEqual(["QUEUED", "STARTING", "RUNNING", "QUEUED", "STARTING", "RUNNING", "SUCCEEDED"]);
  expect(metrics(events)).toEqual(metrics(undisturbed));
});

test("a run that waited while no worker was there is taken up by the first that comes", async () => {
  const { id } = await launch(founder);
  const events = await withAWorker(() => follow(founder, id));
  expect(statuses(events).at(-1)).toBe("SUCCEEDED");
});

test("a run that demands a GPU where there is none fails with a reason", async () => {
  const events = await withAWorker(async () =>
    follow(founder, (await launch(founder, { ...SMALL, accelerator: "GPU" })).id),
  );
  expect(statuses(events).at(-1)).toBe("FAILED");
  const { trainingRuns } = await founder.query<{ trainingRuns: { edges: { node: object }[] } }>(
    `{ trainingRuns(first: 1) { edges { node { status error { code message } } } } }`,
  );
  expect(trainingRuns.edges[0].node).toMatchObject({ status: "FAILED", error: { code: "NO_GPU" } });
});
