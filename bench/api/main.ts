import { isDeepStrictEqual } from "node:util";
import { join } from "node:path";
import { LOAD_CORE, machine, SERVER_CORE } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";
import { installPeers } from "../harness/peers.js";
import { ask, startProduct } from "../harness/product.js";
import { Program } from "../harness/program.js";
import type { Load, Outcome } from "./load.js";
import { bodiesOf, ours, postgraphile, type Contestant } from "./questions.js";
import { fillBank, QUESTIONS } from "./seed.js";

/**
 * Requests a second of the nested list and of one object, beside PostGraphile on the same database and tables. Rounds
 * alternate, so that whatever else the machine does falls on both; the figures to read are the ratios within a round,
 * and the processor time of a request.
 */

const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SECONDS = 5;
const CONNECTIONS = 32;

installPeers();
const program = <In extends object, Out>(name: string, core: number, ...parameters: string[]) =>
  Program.start<In, Out>(join(import.meta.dirname, name), parameters, core);

const database = await startDatabase(fillBank);
const product = await startProduct(database.url);
const peer = await program<never, { url: string }>("postgraphile.ts", SERVER_CORE, database.url);
const load = await program<Load, Outcome>("load.ts", LOAD_CORE);

const contestants: (Contestant & { processorSeconds(): number })[] = [
  { name: "Groundwork", ...ours, ...product },
  {
    name: "PostGraphile",
    ...postgraphile,
    url: peer.ready.url,
    headers: {},
    processorSeconds: () => peer.processorSeconds(),
  },
];
const bodies = await Promise.all(contestants.map(bodiesOf));

for (const kind of ["list", "one"] as const)
  for (const at of bodies[0][kind].keys()) {
    const answers = await Promise.all(
      contestants.map(async ({ url, headers, plain }, index) =>
        plain(await ask(url, bodies[index][kind][at], headers)),
      ),
    );
    if (!isDeepStrictEqual(answers[0], answers[1])) {
      console.log(JSON.stringify(answers, null, 2).slice(0, 5_000));
      throw new Error(`The contestants do not give the same rows for ${kind} ${String(at)}.`);
    }
  }

interface Round extends Outcome {
  serverMs: number;
  databaseMs: number;
}

async function measure(index: number, kind: "list" | "one", seconds: number): Promise<Round> {
  const { url, headers, processorSeconds } = contestants[index];
  const before = [processorSeconds(), database.processorSeconds()] as const;
  const texts = bodies[index][kind].map((body) => JSON.stringify(body));
  const outcome = await load.ask({ url, headers, bodies: texts, connections: CONNECTIONS, seconds });
  const perRequest = (now: number, then: number) => ((now - then) * 1000) / outcome.requests;
  return {
    ...outcome,
    serverMs: perRequest(processorSeconds(), before[0]),
    databaseMs: perRequest(database.processorSeconds(), before[1]),
  };
}

console.log(
  `${String(QUESTIONS)} questions; ${String(CONNECTIONS)} connections; ${String(ROUNDS)} rounds of ${String(SECONDS)} s each, alternating.`,
);
console.log(
  "Ours checks a bearer token, prices the query and works out the viewer's rights in each request; PostGraphile does none of it.",
);
for (const [kind, title] of [
  ["list", "Nested list: 20 questions with category, tags, 3 answers and their authors"],
  ["one", "One question by slug"],
] as const) {
  for (const index of contestants.keys()) await measure(index, kind, SECONDS);
  const rounds = contestants.map((): Round[] => []);
  for (let round = 0; round < ROUNDS; round++)
    for (const index of contestants.keys()) rounds[index].push(await measure(index, kind, SECONDS));
  const figure = (index: number, name: keyof Round, digits: number) =>
    shown(spreadOf(rounds[index].map((round) => round[name])), digits);
  console.log(`\n${title}`);
  printTable(
    ["median (least–most)", "requests/s", "p50 ms", "p99 ms", "CPU ms server", "CPU ms PostgreSQL", "bytes"],
    contestants.map(({ name }, index) => [
      name,
      figure(index, "perSecond", 0),
      figure(index, "p50", 0),
      figure(index, "p99", 0),
      figure(index, "serverMs", 2),
      figure(index, "databaseMs", 2),
      spreadOf(rounds[index].map(({ bytes }) => bytes)).median.toFixed(0),
    ]),
  );
  const [own, theirs] = rounds as [Round[], Round[]];
  const ratio = (of: (round: Round) => number) =>
    shown(spreadOf(own.map((round, at) => of(round) / of(theirs[at]))), 2);
  console.log(`requests/s, ours to PostGraphile's: ${ratio(({ perSecond }) => perSecond)}`);
  console.log(
    `CPU time, PostGraphile's to ours:   ${shown(spreadOf(own.map((round, at) => cpu(theirs[at]) / cpu(round))), 2)}`,
  );
}
console.log(`\n${machine()}`);

function cpu({ serverMs, databaseMs }: Round): number {
  return serverMs + databaseMs;
}

for (const part of [load, peer, product, database]) await part.stop();
