import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import { UNSEALED_MAX, type MetricSeriesStore } from "../series/metric-series.store.js";
import type { Progress, Run } from "./run.entity.js";
import type { RunEvent, RunEventBody } from "./run.events.js";
import type { RunStatus } from "./run-status.js";

/** What a worker adds to a run in one go. */
export interface Report {
  workerId: string;
  attempt: number;
  /** Counts the worker's reports of this run from 1: one that is sent again is written once. */
  number: number;
  events: RunEventBody[];
  progress?: Progress;
}

/** A run's history: consecutive events, and the series that its metrics form. */
export class RunEventStore {
  constructor(
    private readonly reader: Reader,
    private readonly signals: Signals,
    private readonly series: MetricSeriesStore,
  ) {}

  /**
   * Adds what a worker reports, in one statement: sequence numbers, events, metric points, latest values, progress. A
   * point of a step that its series has already stays as it is; a value that is no finite number is left out.
   * Returns false, having written nothing, when the run is no longer this worker's.
   */
  async report(runId: string, { workerId, attempt, number, events: reported, progress }: Report): Promise<boolean> {
    const events = reported.map(finite);
    const points = events.flatMap((event) =>
      event.kind === "MetricsLogged" ? event.metrics.map(({ name, value }) => ({ name, value, step: event.step })) : [],
    );
    const rows = await this.reader.query<{ seq: number; long: number[] }>(APPEND, [
      runId,
      workerId,
      attempt,
      events.length,
      events.map(({ kind }) => kind),
      events.map(({ kind: _, ...payload }) => JSON.stringify(payload)),
      points.map(({ name }) => name),
      points.map(({ step }) => step),
      points.map(({ value }) => value),
      JSON.stringify(Object.fromEntries(points.map(({ name, value }) => [name, value]))),
      progress ? JSON.stringify(progress) : null,
      number,
      UNSEALED_MAX,
      this.signals.transactional,
    ]);
    if (rows.length === 0) return this.knows(runId, { workerId, attempt, number });
    const [{ seq, long }] = rows;
    // Where signals travel by PostgreSQL, this one came with the rows.
    if (events.length > 0 && !this.signals.transactional) await this.announce(runId, seq);
    if (long.length > 0) await this.series.seal(long);
    return true;
  }

  /** Whether a report has been written before, its answer lost on the way; if so, its events are announced again. */
  private async knows(runId: string, { workerId, attempt, number }: Omit<Report, "events">): Promise<boolean> {
    const [row] = await this.reader.query<{ seq: number }>(
      `select last_seq as seq from training_run where id = $1 and worker_id = $2 and attempt = $3 and reports = $4`,
      [runId, workerId, attempt, number],
    );
    if (row) await this.announce(runId, row.seq);
    return row !== undefined;
  }

  /** Adds one event to a run that the transaction holds locked. Call `announce` after the commit. */
  async append(em: EntityManager, run: Run, { kind, ...payload }: RunEventBody): Promise<void> {
    run.lastSeq += 1;
    await em.flush();
    await em.execute(`insert into training_run_event (run_id, seq, kind, payload) values (?, ?, ?, ?)`, [
      run.id,
      run.lastSeq,
      kind,
      JSON.stringify(payload),
    ]);
  }

  /** Tells every process how far a run's events reach. A lost signal only costs its listeners a moment. */
  async announce(runId: string, seq: number): Promise<void> {
    await this.signals.publish("run-events", `${runId}:${seq}`).catch(() => undefined);
  }

  /** Events after `after`, in order, at most `limit`. */
  async after(runId: string, after: number, limit: number): Promise<RunEvent[]> {
    return (await this.afterEach([{ runId, after }], limit)).get(runId) ?? [];
  }

  /** The same of many runs in one statement, at most `limit` of each; a run without news is not in the answer. */
  async afterEach(wanted: { runId: string; after: number }[], limit: number): Promise<Map<string, RunEvent[]>> {
    const rows = await this.reader.query<{ run: string; seq: number; at: string; kind: string; payload: object }>(
      NEWS,
      [wanted.map(({ runId }) => runId), wanted.map(({ after }) => after), limit],
    );
    const byRun = new Map<string, RunEvent[]>();
    for (const { run, seq, at, kind, payload } of rows) {
      const event = { seq, at, kind, ...payload } as RunEvent;
      const events = byRun.get(run);
      if (events) events.push(event);
      else byRun.set(run, [event]);
    }
    return byRun;
  }

  /** How far a run's events reach and where it stands, or undefined when there is no such run. */
  async reach(runId: string): Promise<{ seq: number; status: RunStatus } | undefined> {
    const [row] = await this.reader.query<{ seq: number; status: RunStatus }>(
      `select last_seq as seq, status from training_run where id = $1`,
      [runId],
    );
    return row;
  }
}

/** Neither JSON nor GraphQL has a word for NaN and infinity. */
function finite(event: RunEventBody): RunEventBody {
  if (event.kind !== "MetricsLogged" || event.metrics.every(({ value }) => Number.isFinite(value))) return event;
  return { ...event, metrics: event.metrics.filter(({ value }) => Number.isFinite(value)) };
}

const NEWS = `
  select wanted.run, event.* from unnest($1::uuid[], $2::int[]) as wanted (run, after)
  cross join lateral (
    select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind, payload::json as payload
    from training_run_event where run_id = wanted.run and seq > wanted.after order by seq limit $3
  ) event
  order by wanted.run, event.seq`;

const APPEND = `
  with run as (
    update training_run set
      last_seq = last_seq + $4,
      latest_metrics = latest_metrics || $10::jsonb,
      progress = coalesce($11::jsonb, progress),
      reports = $12
    where id = $1 and worker_id = $2 and attempt = $3 and reports = $12 - 1
    returning id, last_seq
  ), events as (
    insert into training_run_event (run_id, seq, kind, payload)
    select run.id, run.last_seq - $4 + event.ord, event.kind, event.payload
    from run, unnest($5::text[], $6::jsonb[]) with ordinality as event (kind, payload, ord)
  ), reported as (
    select run.id as run_id, name, count(*)::int as points from run, unnest($7::text[]) as point (name) group by 1, 2
  ), known as (
    update training_run_series series set unsealed = series.unsealed + reported.points
    from reported where series.run_id = reported.run_id and series.name = reported.name
    returning series.id, series.name, series.sealed_to, series.unsealed
  ), added as (
    insert into training_run_series (run_id, name, unsealed)
    select run_id, name, points from reported where name not in (select name from known)
    on conflict (run_id, name) do update set unsealed = training_run_series.unsealed + excluded.unsealed
    returning id, name, sealed_to, unsealed
  ), series as (
    select * from known union all select * from added
  ), points as (
    insert into training_run_point (series_id, step, value)
    select series.id, point.step, point.value
    from unnest($7::text[], $8::int[], $9::float8[]) as point (name, step, value) join series using (name)
    where series.sealed_to is null or point.step > series.sealed_to
    on conflict do nothing
  )
  select last_seq as seq, array(select id from series where unsealed >= $13) as long,
    case when $14 and $4 > 0 then pg_notify('run-events', id || ':' || last_seq)::text end as told
  from run`;
