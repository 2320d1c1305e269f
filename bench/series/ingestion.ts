import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import type pg from "pg";
import type { BenchDatabase } from "../harness/database.js";
import type { Program } from "../harness/program.js";
import { copyIn } from "./copy-in.js";
import type { Flood } from "./flooding-child.js";

/** What a flood came to. */
export interface Ingested {
  /** From the first point in the table to the last. */
  pointsPerSecond: number;
  /** From the end of the child's flood to its last point in the table. */
  behindSeconds: number;
  /** Of one core. */
  workerShare: number;
  databaseShare: number;
  /** The worker gave the run up, since it could not keep up with it. */
  lost: boolean;
}

const COPIED_AT_ONCE = 2_000;

/** Has the worker take a run whose child logs so much, and waits until all of it is written. Throws when a point is missing. */
export async function flood(
  client: pg.Client,
  worker: Program<never, object>,
  database: BenchDatabase,
  flood: Flood,
): Promise<Ingested> {
  const id = randomUUID();
  const before = { worker: worker.processorSeconds(), database: database.processorSeconds(), at: performance.now() };
  await client.query(
    `insert into training_run (id, organisation_id, recipe, parameters, dataset, dataset_sha256, seed, accelerator, name,
       status, created_at)
     select $1, id, 'cnn-image-classification', $2, 'mnist-digits', repeat('0', 64), 1, 'ANY', 'A flood',
       'QUEUED', now() - interval '1 hour' from organisation where slug = 'demo'`,
    [id, JSON.stringify(flood)],
  );
  let attempt = 1;
  let status = "QUEUED";
  while (status !== "FAILED" && attempt === 1) {
    await pause(100);
    ({
      rows: [{ status, attempt }],
    } = await client.query<{ status: string; attempt: number }>(
      `select status, attempt from training_run where id = $1`,
      [id],
    ));
  }
  const seconds = (performance.now() - before.at) / 1000;
  const {
    rows: [{ points, spread }],
  } = await client.query<{ points: number; spread: number }>(
    `select (select count(*)::int from training_run_point join training_run_series on id = series_id where run_id = $1)
        + (select coalesce(sum(points), 0)::int from training_run_chunk join training_run_series on id = series_id
           where run_id = $1) as points,
       (select extract(epoch from max(at) - min(at))::float8 from training_run_event
        where run_id = $1 and kind = 'MetricsLogged') as spread`,
    [id],
  );
  const sent = flood.metrics * flood.stepsPerSecond * flood.seconds;
  if (attempt === 1 && points !== sent)
    throw new Error(`${String(sent)} points were logged, ${String(points)} are there.`);
  if (attempt > 1)
    await client.query(`update training_run set status = 'CANCELLED', worker_id = null where id = $1`, [id]);
  return {
    pointsPerSecond: points / spread,
    behindSeconds: spread - flood.seconds,
    workerShare: (worker.processorSeconds() - before.worker) / seconds,
    databaseShare: (database.processorSeconds() - before.database) / seconds,
    lost: attempt > 1,
  };
}

/** The same number of points into a table like the product's, by COPY on one connection. Returns points a second. */
export async function copy(client: pg.Client, { metrics, stepsPerSecond, seconds }: Flood): Promise<number> {
  await client.query(`drop table if exists bench_point`);
  await client.query(`create table bench_point (series_id int, step int, value float8, primary key (series_id, step))`);
  const points = metrics * stepsPerSecond * seconds;
  const start = performance.now();
  for (let at = 0; at < points; at += COPIED_AT_ONCE) {
    const rows = Array.from(
      { length: Math.min(COPIED_AT_ONCE, points - at) },
      (_, row) =>
        `${String((at + row) % metrics)}\t${String(Math.floor((at + row) / metrics))}\t${String(Math.random())}\n`,
    );
    await copyIn(client, `copy bench_point from stdin`, Buffer.from(rows.join("")));
  }
  return points / ((performance.now() - start) / 1000);
}
