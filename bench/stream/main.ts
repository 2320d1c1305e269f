import { randomUUID } from "node:crypto";
import { join } from "node:path";
import type { Client } from "pg";
import { LOAD_CORE, machine, SERVER_CORE } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";
import { startProduct } from "../harness/product.js";
import { Program } from "../harness/program.js";
import { BARE_TABLE } from "./bare.js";
import type { Emission, Emitted } from "./reporter.js";
import type { Collect, Collected, Expect, Open } from "./subscribers.js";

/**
 * From the report of an event in one process to its arrival at a WebSocket subscriber in another: latency at a steady
 * rate, and how many events a second get through. Beside it, the bare transport: what LISTEN, SELECT and a socket cost
 * at least. Rounds alternate between the two.
 */

const ROUNDS = 3;
const SUBSCRIBERS = [1, 10, 100];
const STEADY = { batches: 500, size: 1, perSecond: 100 };
/** Deliveries that a flood makes, whoever many receive them. */
const FLOOD_DELIVERIES = 50_000;
const FLOOD_BATCH = 50;

const runId = randomUUID();
const workerId = randomUUID();

async function addRun(client: Client): Promise<void> {
  await client.query(BARE_TABLE);
  await client.query(
    `insert into training_run (id, organisation_id, recipe, parameters, dataset, dataset_sha256, seed, accelerator, name,
       status, worker_id, attempt, lease_expires_at, started_at)
     select $1, id, 'cnn-image-classification', '{}', 'mnist-digits', repeat('0', 64), 1, 'ANY', 'A bench',
       'RUNNING', $2, 1, now() + interval '1 day', now() from organisation where slug = 'demo'`,
    [runId, workerId],
  );
}

const program = <In extends object, Out>(name: string, core: number, ...parameters: string[]) =>
  Program.start<In, Out>(join(import.meta.dirname, name), parameters, core);

const database = await startDatabase(addRun);
const product = await startProduct(database.url);
const bare = await program<never, { url: string }>("bare-server.ts", SERVER_CORE, database.url);
const reporter = await program<Emission, Emitted>("reporter.ts", LOAD_CORE, database.url, runId, workerId);
const subscribers = await program<Open | Expect | Collect, Collected>("subscribers.ts", LOAD_CORE);

const subscription = {
  query: `subscription ($runId: ID!, $after: Int!) { trainingRunEvents(runId: $runId, after: $after) {
    seq at ... on MetricsLogged { step epoch metrics { name value } } } }`,
  variables: { runId: `TrainingRun_${runId}`, after: 0 },
};
const ways = [
  { name: "Groundwork", way: "product", ...product },
  { name: "bare", way: "bare", url: bare.ready.url, headers: {}, processorSeconds: () => bare.processorSeconds() },
] as const;
let reported = 0;

interface Round extends Collected {
  reportedPerSecond: number;
  serverShare: number;
}

async function measure(way: (typeof ways)[number], emission: Omit<Emission, "way">): Promise<Round> {
  const events = emission.batches * emission.size;
  const before = way.processorSeconds();
  await subscribers.ask({ expect: { events } });
  const { seconds } = await reporter.ask({ way: way.way, ...emission });
  if (way.way === "product") reported += events;
  const outcome = await subscribers.ask({ collect: true });
  return {
    ...outcome,
    reportedPerSecond: events / seconds,
    serverShare: (way.processorSeconds() - before) / Math.max(seconds, outcome.received / outcome.perSecond),
  };
}

async function open(way: (typeof ways)[number], sockets: number): Promise<void> {
  const { url, headers } = way;
  const variables = { ...subscription.variables, after: reported };
  await subscribers.ask({ open: { url, headers, sockets, subscriptions: [{ ...subscription, variables }] } });
  await measure(way, { batches: 100, size: 1, perSecond: 200 });
}

const rows: string[][] = [];
const lost: string[] = [];
for (const sockets of SUBSCRIBERS) {
  const steady = ways.map((): Round[] => []);
  const flood = ways.map((): Round[] => []);
  const batches = FLOOD_DELIVERIES / FLOOD_BATCH / sockets;
  for (let round = 0; round < ROUNDS; round++)
    for (const [index, way] of ways.entries()) {
      await open(way, sockets);
      steady[index].push(await measure(way, STEADY));
      flood[index].push(await measure(way, { batches, size: FLOOD_BATCH }));
    }
  for (const [index, { name }] of ways.entries()) {
    const figure = (rounds: Round[], key: keyof Round, digits: number, factor = 1) =>
      shown(spreadOf(rounds.map((round) => round[key] * factor)), digits);
    const missing = [
      ...steady[index].map(({ received }) => STEADY.batches * sockets - received),
      ...flood[index].map(({ received }) => FLOOD_DELIVERIES - received),
    ].reduce((sum, count) => sum + count, 0);
    if (missing > 0)
      lost.push(`${name} with ${String(sockets)} subscribers: ${String(missing)} events did not arrive in time.`);
    rows.push([
      `${String(sockets)} × ${name}`,
      figure(steady[index], "p50", 2),
      figure(steady[index], "p99", 2),
      figure(steady[index], "max", 1),
      figure(steady[index], "serverShare", 0, 100),
      figure(flood[index], "reportedPerSecond", 0),
      figure(flood[index], "perSecond", 0),
    ]);
  }
}
console.log(
  `${String(STEADY.perSecond)} events/s on one run for ${String(STEADY.batches / STEADY.perSecond)} s, then a flood of batches of ${String(FLOOD_BATCH)}; ${String(ROUNDS)} rounds, alternating.\n`,
);
printTable(
  [
    "subscribers, median (least–most)",
    "p50 ms",
    "p99 ms",
    "max ms",
    "server CPU %",
    "flood: reported/s",
    "delivered/s",
  ],
  rows,
);
for (const sentence of lost) console.log(sentence);
console.log(`\n${machine()}`);

for (const part of [subscribers, reporter, bare, product, database]) await part.stop();
