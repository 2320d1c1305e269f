import { join } from "node:path";
import pg from "pg";
import { MetricSeriesStore } from "../../src/domains/training/series/metric-series.store.js";
import { createLogger } from "../../src/kernel/logger.js";
import { Reader } from "../../src/kernel/read/reader.js";
import { openOrm, poolOf } from "../../src/orm.js";
import { LOAD_CORE, machine, SERVER_CORE } from "../harness/cores.js";
import { startDatabase } from "../harness/database.js";
import { printTable, shown, spreadOf } from "../harness/figures.js";
import { startProduct } from "../harness/product.js";
import { Program } from "../harness/program.js";
import { copy, flood, type Ingested } from "./ingestion.js";
import { addSeries, plainWay, productWay, QUESTIONS, seriesIds, timesOf } from "./reading.js";

/**
 * Metric points on their whole way from a child's messages into the tables, at rising rates, beside a bare COPY; and
 * `metric` of a million points over HTTP beside reading all of them. Rounds alternate between the contestants.
 */

const ROUNDS = Number(process.argv[2] ?? 3);
const SECONDS = Number(process.argv[3] ?? 10);
const METRICS = 4;
const POINTS_PER_SECOND = [20_000, 40_000, 80_000];

const database = await startDatabase(addSeries);
const client = new pg.Client({ connectionString: database.url, options: "-c search_path=groundwork,public" });
await client.connect();

async function packSeries(): Promise<void> {
  const orm = await openOrm(database.url);
  const series = new MetricSeriesStore(orm.em, new Reader(await poolOf(orm)), createLogger("bench", "warn"));
  await series.seal([(await seriesIds(client)).growing]);
  while ((await series.sealEnded()) > 0);
  await orm.close(true);
  await client.query(`vacuum analyze`);
}

async function measureReading(): Promise<void> {
  const product = await startProduct(database.url);
  const plain = await Program.start<never, { url: string }>(
    join(import.meta.dirname, "plain-server.ts"),
    [database.url],
    SERVER_CORE,
  );
  const ways = [
    productWay("Groundwork, ended run", "ended", product),
    productWay("Groundwork, growing run", "growing", product),
    plainWay(plain.ready.url),
  ];
  const rows: string[][] = [];
  for (const question of QUESTIONS) {
    const rounds = ways.map((): number[][] => []);
    for (let round = 0; round <= ROUNDS; round++)
      for (const [at, way] of ways.entries()) {
        const times = (await timesOf(way, question)).sort((a, b) => a - b);
        if (round > 0) rounds[at].push(times);
      }
    for (const [at, { name }] of ways.entries()) {
      const quantile = (share: number) =>
        shown(
          spreadOf(rounds[at].map((times) => times[Math.min(times.length - 1, Math.floor(share * times.length))])),
          1,
        );
      rows.push([`${question.name} × ${name}`, quantile(0.5), quantile(0.99)]);
    }
  }
  printTable(["of a million points", "p50 ms", "p99 ms"], rows);
  for (const part of [plain, product]) await part.stop();
}

async function measureIngestion(): Promise<void> {
  const worker = await Program.start<never, object>(join(import.meta.dirname, "worker.ts"), [database.url], LOAD_CORE);
  const rows: string[][] = [];
  for (const offered of POINTS_PER_SECOND) {
    const offer = { metrics: METRICS, stepsPerSecond: offered / METRICS, seconds: SECONDS };
    const floods: Ingested[] = [];
    const copies: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      floods.push(await flood(client, worker, database, offer));
      copies.push(await copy(client, offer));
    }
    const figure = (key: Exclude<keyof Ingested, "lost">, digits: number, factor = 1) =>
      shown(spreadOf(floods.map((outcome) => outcome[key] * factor)), digits);
    const lost = floods.filter((outcome) => outcome.lost).length;
    rows.push([
      `${String(offered)}${lost > 0 ? ` (${String(lost)} rounds not kept up with)` : ""}`,
      figure("pointsPerSecond", 0),
      figure("behindSeconds", 1),
      figure("workerShare", 0, 100),
      figure("databaseShare", 0, 100),
      shown(spreadOf(copies), 0),
    ]);
  }
  printTable(["offered points/s", "written/s", "s behind", "worker CPU %", "PostgreSQL CPU %", "bare COPY/s"], rows);
  await worker.stop();
}

await packSeries();
await measureReading();
console.log();
await measureIngestion();
console.log(
  `\n${String(METRICS)} metrics a step for ${String(SECONDS)} s; ${String(ROUNDS)} rounds, alternating.\n${machine()}`,
);
await client.end();
await database.stop();
