import pg from "pg";
import { BARE_CHANNEL } from "./bare.js";

/** What to report: an event of every run, so many times a second. */
export interface CrowdEmission {
  way: "product" | "bare";
  perSecond: number;
  seconds: number;
}

/** How many events were reported of each run, and how long it took. */
export interface CrowdEmitted {
  events: number;
  seconds: number;
}

/**
 * Reports events of many runs as a fleet of workers would, ten runs in a statement: on two cores, a statement for each event
 * would measure the writing. Arguments: the database's URL, and the runs' ids with commas between.
 */

const RUNS_IN_A_STATEMENT = 10;

const [databaseUrl = "", ids = ""] = process.argv.slice(2);
const runs = ids.split(",");
const pool = new pg.Pool({ connectionString: databaseUrl, options: "-c search_path=groundwork,public", max: 8 });
const groups = Array.from({ length: Math.ceil(runs.length / RUNS_IN_A_STATEMENT) }, (_, group) =>
  runs.slice(group * RUNS_IN_A_STATEMENT, (group + 1) * RUNS_IN_A_STATEMENT),
);
let step = 0;

const statements: Record<CrowdEmission["way"], { name: string; text: string }> = {
  product: {
    name: "product",
    text: `with moved as (
        update training_run set last_seq = last_seq + 1 where id = any($1::uuid[]) returning id, last_seq
      ), events as (
        insert into training_run_event (run_id, seq, kind, payload) select id, last_seq, 'MetricsLogged', $2::jsonb from moved
      ) select pg_notify('run-events', id || ':' || last_seq) from moved`,
  },
  bare: {
    name: "bare",
    text: `with events as (
        insert into bench_event (stream, payload) select run::int, $2::json from unnest($1::text[]) as run returning seq
      ) select pg_notify('${BARE_CHANNEL}', max(seq)::text) from events`,
  },
};

async function report(way: CrowdEmission["way"], group: number): Promise<void> {
  step += 1;
  const metrics = [
    { name: "loss", value: 1 / step },
    { name: "emitted", value: Number(process.hrtime.bigint()) / 1e6 },
  ];
  const ids = groups[group].map((id) => (way === "bare" ? String(runs.indexOf(id)) : id));
  await pool.query({ ...statements[way], values: [ids, JSON.stringify({ step, epoch: 1, metrics })] });
}

async function emit({ way, perSecond, seconds }: CrowdEmission): Promise<CrowdEmitted> {
  const start = performance.now();
  const events = perSecond * seconds;
  const reports: Promise<void>[] = [];
  for (let at = 0; at < events * groups.length; at++) {
    const due = start + (at * 1000) / (perSecond * groups.length) - performance.now();
    if (due > 0) await new Promise((resolve) => setTimeout(resolve, due));
    reports.push(report(way, at % groups.length));
  }
  await Promise.all(reports);
  return { events, seconds: (performance.now() - start) / 1000 };
}

process.on("message", (emission: CrowdEmission) => void emit(emission).then((emitted) => process.send!(emitted)));
process.on("disconnect", () => process.exit());
process.send!({});
