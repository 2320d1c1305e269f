import { randomUUID } from "node:crypto";
import type { Client } from "pg";

/** Points of the series that is read. */
export const POINTS = 1_000_000;

/** What is asked for: at most so many points, between these steps. */
export interface Question {
  name: string;
  maxPoints: number;
  from: number;
  to: number;
}

export const QUESTIONS: readonly Question[] = [
  { name: "all, 500 points", maxPoints: 500, from: 1, to: POINTS },
  { name: "all, 2,000 points", maxPoints: 2_000, from: 1, to: POINTS },
  { name: "a tenth, 500 points", maxPoints: 500, from: 450_001, to: 550_000 },
];

const ENDED_RUN = randomUUID();
const GROWING_RUN = randomUUID();

/** Two runs with a series of a million points each, one ended and one that goes on; and the same points in a plain table. */
export async function addSeries(client: Client): Promise<void> {
  for (const [id, status] of [
    [ENDED_RUN, "SUCCEEDED"],
    [GROWING_RUN, "RUNNING"],
  ]) {
    await client.query(
      `insert into training_run (id, organisation_id, recipe, parameters, dataset, dataset_sha256, seed, accelerator,
         name, status, finished_at, lease_expires_at)
       select $1, id, 'cnn-image-classification', '{}', 'mnist-digits', repeat('0', 64), 1, 'ANY', 'A million points',
         $2, case $2 when 'SUCCEEDED' then now() end, now() + interval '1 day' from organisation where slug = 'demo'`,
      [id, status],
    );
    await client.query(
      `with series as (insert into training_run_series (run_id, name, unsealed) values ($1, 'loss', $2::int) returning id)
       insert into training_run_point (series_id, step, value)
       select id, step, 2 / sqrt(step) + random() / 10 from series, generate_series(1, $2::int) step`,
      [id, POINTS],
    );
  }
  await client.query(
    `create table bench_metric (run_id uuid, name text, step int, value float8, primary key (run_id, name, step))`,
  );
  await client.query(
    `insert into bench_metric select run_id, name, step, value
     from training_run_point join training_run_series on id = series_id where run_id = $1`,
    [ENDED_RUN],
  );
}

/** The rows of the growing series' id, and of the ended one's. */
export async function seriesIds(client: Client): Promise<{ growing: number; ended: number }> {
  const { rows } = await client.query<{ id: number; run_id: string }>(
    `select id, run_id from training_run_series where run_id = any($1)`,
    [[ENDED_RUN, GROWING_RUN]],
  );
  const idOf = (run: string) => rows.find(({ run_id }) => run_id === run)!.id;
  return { growing: idOf(GROWING_RUN), ended: idOf(ENDED_RUN) };
}

const METRIC = `query ($id: ID!, $maxPoints: Int!, $from: Int!, $to: Int!) {
  trainingRun(id: $id) { metric(name: "loss", maxPoints: $maxPoints, from: $from, to: $to) { points { step value } } }
}`;

/** A way to ask, by one HTTP request. Returns how many points came. */
export interface Way {
  name: string;
  ask(question: Question): Promise<number>;
  /** Requests of a round. */
  requests: number;
}

export function productWay(name: string, run: "ended" | "growing", product: { url: string; headers: object }): Way {
  const id = `TrainingRun_${run === "ended" ? ENDED_RUN : GROWING_RUN}`;
  return {
    name,
    requests: 100,
    async ask({ maxPoints, from, to }) {
      const response = await fetch(`${product.url}/graphql`, {
        method: "POST",
        headers: { "content-type": "application/json", ...product.headers },
        body: JSON.stringify({ query: METRIC, variables: { id, maxPoints, from, to } }),
      });
      const { data } = (await response.json()) as { data: { trainingRun: { metric: { points: object[] } } } };
      return data.trainingRun.metric.points.length;
    },
  };
}

export function plainWay(url: string): Way {
  return {
    name: "plain",
    requests: 10,
    async ask({ maxPoints, from, to }) {
      const response = await fetch(`${url}/?maxPoints=${String(maxPoints)}&from=${String(from)}&to=${String(to)}`);
      return ((await response.json()) as { points: object[] }).points.length;
    },
  };
}

/** Milliseconds of each request of a round, one after another. */
export async function timesOf(way: Way, question: Question): Promise<number[]> {
  const times: number[] = [];
  for (let request = 0; request < way.requests; request++) {
    const start = performance.now();
    const points = await way.ask(question);
    times.push(performance.now() - start);
    if (points > question.maxPoints || points < question.maxPoints / 2)
      throw new Error(`${way.name} answered ${question.name} with ${String(points)} points.`);
  }
  return times;
}
