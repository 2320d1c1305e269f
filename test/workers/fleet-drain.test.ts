import { beforeAll, expect, test } from "@jest/globals";
import { globalId, rowId } from "../../src/kernel/ids.js";
import { startWorker } from "../../workers/start-worker.js";
import type { Client } from "../harness/client.js";
import { withProduct } from "../harness/product.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";

const product = withProduct({ workerLabels: { zone: "b" } });

const LONG = { ...SMALL, parameters: { epochs: 100 } };
const QUICK = { ...SMALL, parameters: { epochs: 1, batchSize: 100 } };

let founder: Client;
let admin: Client;
let worker: Awaited<ReturnType<typeof startWorker>>;
let workerId: string;

beforeAll(async () => {
  [founder, admin] = await Promise.all([product.founder(), product.admin()]);
  worker = await startWorker(product.config);
  product.beforeEnd(() => worker.close());
  workerId = globalId("Worker", worker.id);
});

const drain = (handBack = false) =>
  admin.query(`mutation ($id: ID!, $handBack: Boolean!) { drainWorker(id: $id, handBack: $handBack) { status } }`, {
    id: workerId,
    handBack,
  });
const undrain = () => admin.query(`mutation ($id: ID!) { undrainWorker(id: $id) { status } }`, { id: workerId });
const cancel = (id: string) => founder.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`, { id });
const trains = ({ __typename }: RunEvent) => __typename === "MetricsLogged";

interface Seen {
  id: string;
  status: string;
  runCount: number;
  runs: { id: string }[];
}

/** Follows the workers until this one is as wanted. */
async function workerIs(wanted: (worker: Seen) => boolean): Promise<Seen> {
  const changes = admin.subscribe<{ workersChanged: { workers: Seen[] } }>(
    `subscription { workersChanged { workers { id status runCount runs { id } } gone } }`,
  );
  for await (const { data } of changes) {
    const found = data!.workersChanged.workers.find(({ id }) => id === workerId);
    if (found && wanted(found)) return found;
  }
  throw new Error("the subscription has ended");
}

test("a worker that drains finishes what it has, takes nothing new, and takes runs again when it may", async () => {
  const [going, waiting] = [await launch(founder, LONG), await launch(founder, QUICK)];
  await follow(founder, going.id, 0, trains);
  await drain();
  expect(await workerIs(({ status }) => status === "DRAINING")).toMatchObject({ runs: [{ id: going.id }] });
  await cancel(going.id);
  await workerIs(({ status, runCount }) => status === "DRAINED" && runCount === 0);
  const { trainingRun } = await founder.query<{ trainingRun: object }>(
    `query ($id: ID!) { trainingRun(id: $id) { status waitingFor { code message { en } } } }`,
    { id: waiting.id },
  );
  expect(trainingRun).toEqual({
    status: "QUEUED",
    waitingFor: { code: "WORKER", message: { en: "It waits for a worker: none takes runs now." } },
  });
  await undrain();
  expect((await follow(founder, waiting.id)).at(-1)!.status).toBe("SUCCEEDED");
}, 90_000);

test("a worker that is to hand back gives its run to another, which goes on at its checkpoint", async () => {
  const { id } = await launch(founder, { ...SMALL, parameters: { epochs: 12, batchSize: 50 } });
  await follow(founder, id, 0, ({ __typename, epoch }) => __typename === "MetricsLogged" && epoch! >= 2);
  await drain(true);
  await workerIs(({ status }) => status === "DRAINED");
  const other = await startWorker(product.config);
  try {
    const events = await follow(founder, id);
    const statuses = events.flatMap(({ status }) => status ?? []);
    expect(statuses).toEqual(["QUEUED", "STARTING", "RUNNING", "QUEUED", "STARTING", "RUNNING", "SUCCEEDED"]);
    const steps = events.filter(trains).map(({ step }) => step);
    expect(steps).toEqual([...new Set(steps)]);
  } finally {
    await other.close();
    await undrain();
  }
});

test("a run that is launched while one worker rests is trained by another", async () => {
  await drain();
  await workerIs(({ status }) => status === "DRAINED");
  const { id } = await launch(founder, QUICK);
  const other = await startWorker(product.config);
  try {
    expect((await follow(founder, id)).at(-1)!.status).toBe("SUCCEEDED");
    const { rows } = await product.services.pool.query<{ worker: string }>(
      `select worker_id as worker from training_run_usage where run_id = $1`,
      [rowId("TrainingRun", id)],
    );
    expect(rows).toEqual([{ worker: other.id }]);
  } finally {
    await other.close();
    await undrain();
  }
}, 90_000);

test("an administrator sees which worker trains a run of their organisation, and nobody else does", async () => {
  const read = `query ($id: ID!) { trainingRun(id: $id) { worker { id host } } }`;
  const [mine, other] = [await launch(admin, LONG), await launch(founder, QUICK)];
  await follow(admin, mine.id, 0, trains);
  expect(await admin.query(read, { id: mine.id })).toMatchObject({ trainingRun: { worker: { id: workerId } } });
  await admin.query(`mutation ($id: ID!) { cancelTrainingRun(id: $id) { status } }`, { id: mine.id });
  await follow(founder, other.id, 0, ({ status }) => status === "STARTING");
  expect(await founder.query(read, { id: other.id })).toEqual({ trainingRun: { worker: null } });
  await follow(founder, other.id);
}, 90_000);

test("an order whose signal was lost is heard with the next heartbeat", async () => {
  await workerIs(({ status }) => status === "READY");
  await product.services.pool.query(`update worker set drain_requested_at = now() where id = $1`, [worker.id]);
  await workerIs(({ status }) => status === "DRAINED");
  await undrain();
});

test("administrators see what a worker is, and find it by what it is", async () => {
  const query = `query ($filter: WorkerFilter) { workers(filter: $filter) { edges { node {
    id version cores memoryBytes concurrency gpu labels { name value } } } } }`;
  const find = async (filter: object) =>
    (await admin.query<{ workers: { edges: { node: object }[] } }>(query, { filter })).workers.edges;
  expect(await find({ label: { name: "zone", value: "b" }, status: ["READY", "STARTING"], gpu: false })).toEqual([
    {
      node: {
        ...{ id: workerId, gpu: false, concurrency: 1, labels: [{ name: "zone", value: "b" }] },
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        cores: expect.any(Number),
        memoryBytes: expect.any(Number),
      },
    },
  ]);
  for (const filter of [{ label: { name: "zone", value: "c" } }, { gpu: true }, { status: ["LOST"] }, { host: "x" }])
    expect(await find(filter)).toEqual([]);
});

test("a worker that falls silent is shown as lost, and those who follow are told", async () => {
  const { rows } = await product.services.pool.query<{ id: string }>(
    `insert into worker (id, host, pid, version, cores, memory_bytes, concurrency, labels, lease_seconds, heartbeat_at)
     values (gen_random_uuid(), 'silent', 1, '0', 1, 1, 1, '{}', 8, now() - interval '22 seconds') returning id`,
  );
  const id = globalId("Worker", rows[0].id);
  const statuses: string[] = [];
  const changes = admin.subscribe<{ workersChanged: { workers: Seen[]; gone: string[] } }>(
    `subscription { workersChanged { workers { id status } gone } }`,
  );
  for await (const { data } of changes) {
    const { workers, gone } = data!.workersChanged;
    statuses.push(...workers.filter((found) => found.id === id).map(({ status }) => status));
    if (gone.includes(id)) break;
    if (statuses.at(-1) === "LOST")
      await product.services.pool.query(`delete from worker where id = $1`, [rowId("Worker", id)]);
  }
  expect(statuses).toEqual(["STARTING", "LOST"]);
});

test("nobody but an administrator sees or steers workers", async () => {
  for (const document of [
    `mutation { drainWorker(id: "${workerId}") { id } }`,
    `mutation { undrainWorker(id: "${workerId}") { id } }`,
  ])
    expect(await founder.codes(document)).toEqual(["FORBIDDEN"]);
  for await (const { errors } of founder.subscribe(`subscription { workersChanged { gone } }`))
    expect(errors).toMatchObject([{ extensions: { code: "FORBIDDEN" } }]);
});
