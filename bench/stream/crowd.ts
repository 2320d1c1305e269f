import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Client } from "pg";
import { LOAD_CORE, machine, SERVER_CORE } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable } from "../harness/figures.js";
import { startProduct } from "../harness/product.js";
import { Program } from "../harness/program.js";
import { BARE_TABLE } from "./bare.js";
import type { CrowdEmission, CrowdEmitted } from "./crowd-reporter.js";
import type { Collect, Collected, Expect, Open } from "./subscribers.js";

/**
 * A thousand subscribers on a hundred runs at twenty events a second each, through one API process: what arrives, how late,
 * at what cost of processor and memory. Beside it the bare transport. Arguments: subscribers, runs, seconds of a round.
 */

const [subscribersCount = 1_000, runsCount = 100, seconds = 10] = process.argv.slice(2).map(Number);
const PER_SECOND = 20;
const ROUNDS = 3;

const runs = Array.from({ length: runsCount }, () => randomUUID());

async function addRuns(client: Client): Promise<void> {
  await client.query(BARE_TABLE);
  await client.query(
    `insert into training_run (id, organisation_id, recipe, parameters, dataset, dataset_sha256, seed, accelerator, name,
       status, worker_id, attempt, lease_expires_at, started_at)
     select run, organisation.id, 'cnn-image-classification', '{}', 'mnist-digits', repeat('0', 64), 1, 'ANY', 'A bench',
       'RUNNING', gen_random_uuid(), 1, now() + interval '1 day', now()
     from unnest($1::uuid[]) as run, organisation where slug = 'demo'`,
    [runs],
  );
}

const program = <In extends object, Out>(name: string, core: number, ...parameters: string[]) =>
  Program.start<In, Out>(join(import.meta.dirname, name), parameters, core);

const database = await startDatabase(addRuns);
const product = await startProduct(database.url);
const bare = await program<never, { url: string }>("bare-server.ts", SERVER_CORE, database.url);
const reporter = await program<CrowdEmission, CrowdEmitted>(
  "crowd-reporter.ts",
  LOAD_CORE,
  database.url,
  runs.join(","),
);
const subscribers = await program<Open | Expect | Collect, Collected>("subscribers.ts", LOAD_CORE);

const query = `subscription ($runId: ID!, $after: Int!) { trainingRunEvents(runId: $runId, after: $after) {
  seq ... on MetricsLogged { step epoch metrics { name value } } } }`;
let reported = 0;
const ways = [
  {
    name: "Groundwork",
    way: "product",
    server: product,
    url: product.url,
    headers: product.headers,
    subscriptions: () =>
      runs.map((run) => ({ query, variables: { runId: `TrainingRun_${run}`, after: reported } })) as object[],
  },
  {
    name: "bare",
    way: "bare",
    server: bare,
    url: bare.ready.url,
    headers: {},
    subscriptions: () => runs.map((_, stream) => ({ stream })) as object[],
  },
] as const;

async function measure(way: (typeof ways)[number], length: number) {
  await subscribers.ask({ expect: { events: PER_SECOND * length } });
  const start = way.server.processorSeconds();
  const emitted = await reporter.ask({ way: way.way, perSecond: PER_SECOND, seconds: length });
  if (way.way === "product") reported += emitted.events;
  const collected = await subscribers.ask({ collect: true });
  const took = Math.max(emitted.seconds, collected.received / collected.perSecond);
  return { ...collected, serverShare: (way.server.processorSeconds() - start) / took };
}

async function open(way: (typeof ways)[number], sockets: number): Promise<void> {
  const { url, headers } = way;
  await subscribers.ask({ open: { url, headers, sockets, subscriptions: way.subscriptions() } });
  // Nobody confirms a subscription; the bare transport has nothing for those who come late.
  await pause(1_000);
}

const rows: string[][] = [];
for (const way of ways) {
  // A few first, so that what the code itself takes is there before the crowd comes.
  await open(way, runsCount);
  await measure(way, 3);
  const before = way.server.residentBytes();
  await open(way, subscribersCount);
  await measure(way, 2);
  for (let round = 0; round < ROUNDS; round++) {
    const { received, perSecond, p50, p99, max, serverShare } = await measure(way, seconds);
    rows.push([
      `${way.name}, round ${String(round + 1)}`,
      perSecond.toFixed(0),
      String(PER_SECOND * seconds * subscribersCount - received),
      p50.toFixed(2),
      p99.toFixed(2),
      max.toFixed(1),
      (serverShare * 100).toFixed(0),
      ((way.server.residentBytes() - before) / subscribersCount / 1000).toFixed(1),
    ]);
  }
}
console.log(
  `${String(subscribersCount)} subscribers on ${String(runsCount)} runs, ${String(PER_SECOND)} events/s of each run, rounds of ${String(seconds)} s.\n`,
);
printTable(["", "delivered/s", "lost", "p50 ms", "p99 ms", "max ms", "server CPU %", "kB a subscriber"], rows);
console.log(`\n${machine()}`);

for (const part of [subscribers, reporter, bare, product, database]) await part.stop();
