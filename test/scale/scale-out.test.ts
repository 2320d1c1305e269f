import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import pg from "pg";
import { loadConfig } from "../../src/config.js";
import { seed } from "../../seeds/main.js";
import { Client } from "../harness/client.js";
import { createDatabase } from "../harness/database.js";
import { startObjectStore } from "../harness/object-store.js";
import { follow, launch, SMALL, type RunEvent } from "../harness/runs.js";
import { Machine } from "./machine.js";

const PASSWORD = "correct horse battery";
const RUNS = 8;
/** Seconds of training: a few processors serve all these processes. */
const TINY = { ...SMALL, parameters: { epochs: 2, batchSize: 100 } };
const RUN = `query ($id: ID!) { trainingRun(id: $id) { status artifacts(first: 50) { name url sha256 } } }`;

interface Run {
  status: string;
  artifacts: { name: string; url: string; sha256: string }[];
}

const ends: (() => Promise<unknown>)[] = [];
let database: pg.Pool;
/** What all machines are given, and no more. */
let shared: NodeJS.ProcessEnv;
let apis: Machine[];
let workers: Machine[];
/** Of one session, at each API: what one API signs, the other takes. */
let clients: Client[];
let administrators: Client[];
let ids: string[];
let histories: RunEvent[][];
/** Which workers have held which runs, seen from the database while it went on. */
const holders = new Map<string, Set<string>>();

/** The events of a run from whichever API answers, the preferred one first, however often one of them goes away. */
async function followAnywhere(id: string, preferred: number): Promise<RunEvent[]> {
  const events: RunEvent[] = [];
  for (let at = preferred; events.at(-1)?.status !== "SUCCEEDED" && events.at(-1)?.status !== "FAILED"; at++) {
    const client = clients[at % clients.length];
    await follow(client, id, events.length, (event) => !events.push(event)).catch(() => sleep(100));
  }
  return events;
}

async function watchHolders(): Promise<void> {
  const { rows } = await database.query<{ id: string; worker: string }>(
    `select id, worker_id as worker from training_run where worker_id is not null`,
  );
  for (const { id, worker } of rows) holders.set(worker, (holders.get(worker) ?? new Set()).add(id));
}

async function workersSeenBy(client: Client) {
  const { workers } = await client.query<{
    workers: { edges: { node: { id: string; pid: number; backend: object | null } }[] };
  }>(`{ workers(first: 50) { edges { node { id pid backend { name } } } } }`);
  return workers.edges.map(({ node }) => node);
}

beforeAll(async () => {
  const objects = await startObjectStore();
  ends.push(() => objects.remove());
  const { url, drop } = await createDatabase();
  ends.push(drop);
  database = new pg.Pool({ connectionString: url, options: "-c search_path=groundwork", max: 1 });
  ends.push(() => database.end());
  await seed({ ...loadConfig({}), adminPassword: PASSWORD }, url);
  const { bucket, endpoint, credentials } = objects.s3;
  shared = {
    DATABASE_URL: url,
    REDIS_URL: process.env.REDIS_URL,
    GROUNDWORK_SECRET: "the same for every process of an installation",
    GROUNDWORK_S3_BUCKET: bucket,
    GROUNDWORK_S3_ENDPOINT: endpoint,
    GROUNDWORK_S3_ACCESS_KEY_ID: credentials!.accessKeyId,
    GROUNDWORK_S3_SECRET_ACCESS_KEY: credentials!.secretAccessKey,
    GROUNDWORK_LEASE_SECONDS: "3",
    LOG_LEVEL: "error",
    PORT: "0",
  };
  const starting = await Promise.allSettled([
    ...["127.0.0.2", "127.0.0.3"].map((HOST) => Machine.start("src/api.ts", { ...shared, HOST })),
    ...[4, 5, 6, 7].map((host) => Machine.start("workers/main.ts", { ...shared, HOST: `127.0.0.${host}` })),
  ]);
  const started = starting.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
  ends.push(() => Promise.all(started.map((machine) => machine.stop())));
  for (const one of starting) if (one.status === "rejected") throw one.reason;
  [apis, workers] = [started.slice(0, 2), started.slice(2)];
  const at = (client: Client) => apis.map((api) => new Client(api.url, client.accessToken));
  clients = at(await Client.signIn(apis[0].url, "founder@demo.local", "demo"));
  administrators = at(await Client.signIn(apis[1].url, "admin@groundwork.local", PASSWORD));
  while ((await workersSeenBy(administrators[0])).some(({ backend }) => !backend)) await sleep(100);

  ids = [];
  for (let nth = 0; nth < RUNS; nth++) ids.push((await launch(clients[nth % 2], { ...TINY, seed: nth })).id);
  const watching = setInterval(() => void watchHolders(), 50);
  const following = ids.map((id, nth) => followAnywhere(id, nth + 1));
  // Midway: a worker that holds a run is lost, and the API through which half of the runs are followed.
  const victim = await busyWorker();
  await Promise.all([victim.cut(), apis[1].cut()]);
  histories = await Promise.all(following);
  clearInterval(watching);
}, 300_000);

/** The first worker that is seen to train. */
async function busyWorker(): Promise<Machine> {
  for (;;) {
    const { rows } = await database.query<{ pid: number }>(
      `select pid from worker join training_run run on run.worker_id = worker.id where run.status = 'RUNNING' limit 1`,
    );
    if (rows[0]) return workers.find(({ pid }) => pid === rows[0].pid)!;
    await sleep(20);
  }
}

afterAll(async () => {
  for (const end of ends.reverse()) await end();
});

test("APIs and workers on machines of their own know of each other", async () => {
  expect(apis.map(({ url }) => new URL(url).hostname)).toEqual(["127.0.0.2", "127.0.0.3"]);
  const seen = (await workersSeenBy(administrators[0])).map(({ pid }) => pid);
  expect(workers.map(({ pid }) => pid)).toEqual(expect.arrayContaining(seen));
});

test("every run succeeds, though a worker and an API were lost", () => {
  expect(histories.map((events) => events.at(-1))).toEqual(
    ids.map(() => expect.objectContaining({ status: "SUCCEEDED" })),
  );
});

test("each run's events reach its follower in order, none missing and none twice, over the loss of an API", () => {
  for (const events of histories) expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1));
});

test("the run of the lost worker went on elsewhere", () => {
  const moved = histories.filter((events) => events.filter(({ status }) => status === "STARTING").length > 1);
  expect(moved).toHaveLength(1);
  expect(moved[0].find(({ status, previous }) => status === "QUEUED" && previous)).toMatchObject({
    reason: expect.stringContaining("worker was lost"),
  });
  const [runId] = ids.filter((_, nth) => histories[nth] === moved[0]).map((id) => id.replace("TrainingRun_", ""));
  expect([...holders.values()].filter((runs) => runs.has(runId))).toHaveLength(2);
});

test("the runs were spread over all workers", () => {
  expect(holders.size).toBe(workers.length);
});

test("an API that was lost comes back on another address, and both serve what any worker made", async () => {
  apis[1] = await Machine.start("src/api.ts", { ...shared, HOST: "127.0.0.8" });
  ends.push(() => apis[1].stop());
  clients[1] = new Client(apis[1].url, clients[0].accessToken);
  for (const id of ids) {
    const { trainingRun } = await clients[0].query<{ trainingRun: Run }>(RUN, { id });
    const { url, sha256 } = trainingRun.artifacts.find(({ name }) => name === "weights.safetensors")!;
    for (const api of apis) {
      const response = await fetch(api.url + url);
      const bytes = Buffer.from(await response.arrayBuffer());
      expect([response.status, createHash("sha256").update(bytes).digest("hex")]).toEqual([200, sha256]);
    }
  }
});
