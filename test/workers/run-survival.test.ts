import { beforeAll, describe, expect, test } from "@jest/globals";
import pg from "pg";
import { startWorker } from "../../workers/start-worker.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { trainingPid } from "../harness/training-process.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { WorkerProcess } from "../harness/worker-process.js";

const product = withProduct({ leaseSeconds: 2 });

/** Long enough to be caught in the middle: 8 epochs of 16 steps. */
const LONGER = { ...SMALL, parameters: { epochs: 8, batchSize: 50 } };

let founder: Client;
let undisturbed: RunEvent[];

beforeAll(async () => {
  founder = await product.founder();
  undisturbed = await withAWorker(async () => follow(founder, (await launch(founder, LONGER)).id));
});

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

/** Cuts every connection to the database, as a restart of PostgreSQL does. */
async function disconnectEverybody(): Promise<void> {
  const client = new pg.Client({ connectionString: product.config.databaseUrl });
  await client.connect();
  await client.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
  );
  await client.end();
}

/** The events of a run from its start to its end, asked for again when the connection to the database was cut. */
async function untilEnded(id: string): Promise<RunEvent[]> {
  for (;;) {
    try {
      return await follow(founder, id);
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
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
  });

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

test("a run whose database cuts every connection, again and again, ends with the metrics of a run that was left alone", async () => {
  const events = await withAWorker(async () => {
    const { id } = await launch(founder, LONGER);
    await follow(founder, id, 0, inEpoch(1));
    for (let cut = 0; cut < 10; cut++) {
      await disconnectEverybody();
      await new Promise((resolve) => setTimeout(resolve, 50 + 50 * cut));
    }
    return untilEnded(id);
  });
  expect(statuses(events).at(-1)).toBe("SUCCEEDED");
  expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
  expect(metrics(events)).toEqual(metrics(undisturbed));
});

test("a worker that is asked to end saves a checkpoint in mid-epoch, hands its run back and ends well", async () => {
  const worker = new WorkerProcess(product.config);
  const { id } = await launch(founder, { ...LONGER, parameters: { epochs: 100, batchSize: 10 } });
  await follow(founder, id, 0, inEpoch(1));
  worker.kill("SIGTERM");
  expect(await worker.exited).toEqual([0, null]);
  const { trainingRun } = await founder.query<{ trainingRun: { status: string; checkpoints: { epoch: number }[] } }>(
    `query ($id: ID!) { trainingRun(id: $id) { status checkpoints(first: 1) { epoch } } }`,
    { id },
  );
  expect(trainingRun.status).toBe("QUEUED");
  expect(trainingRun.checkpoints[0].epoch % 1).not.toBe(0);
  await founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`, { id });
});

describe("a run whose process dies each time", () => {
  let events: RunEvent[];
  let error: { code: string; message: string; lastWords: string };

  beforeAll(async () => {
    events = await withAWorker(async () => {
      const { id } = await launch(founder, { ...SMALL, parameters: { epochs: 100, batchSize: 500 } });
      let ended = false;
      const followed = follow(founder, id, 0, ({ status }) => {
        if (status === "STARTING") process.kill(trainingPid(), "SIGSEGV");
        return ended;
      });
      void followed.then(() => (ended = true));
      return followed;
    });
    const { trainingRuns } = await founder.query<{ trainingRuns: { edges: { node: { error: typeof error } }[] } }>(
      `{ trainingRuns(first: 1) { edges { node { error { code message lastWords } } } } }`,
    );
    ({ error } = trainingRuns.edges[0].node);
  });

  test("fails after a few attempts that got no further", () => {
    const attempt = ["STARTING", "QUEUED"];
    expect(statuses(events)).toEqual(["QUEUED", ...attempt, ...attempt, ...attempt, "STARTING", "FAILED"]);
    expect(error.code).toBe("CRASHED");
  });

  test("says how it died", () => {
    expect(error.message).toContain("SIGSEGV");
  });
});

test("a run that waited while no worker was there is taken up by the first that comes", async () => {
  const { id } = await launch(founder);
  const events = await withAWorker(() => follow(founder, id));
  expect(statuses(events).at(-1)).toBe("SUCCEEDED");
});
