import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../kernel/read/reader.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { Progress, Run } from "./run.entity.js";
import type { RunEvent, RunEventBody } from "./run.events.js";
import type { RunStatus } from "./run-status.js";

/** What a worker adds to a run in one go. */
export interface Report {
  workerId: string;
  attempt: number;
  events: RunEventBody[];
  progress?: Progress;
}

/** A run's history: consecutive events, and the series that its metrics form. */
export class RunEventStore {
  constructor(
    private readonly reader: Reader,
    private readonly signals: Signals,
  ) {}

  /**
   * Adds what a worker reports, in one statement: sequence numbers, events, metric points, latest values, progress.
   * Returns false, having written nothing, when the run is no longer this worker's.
   */
  async report(runId: string, { workerId, attempt, events, progress }: Report): Promise<boolean> {
    const points = events.flatMap((event) =>
      event.kind === "MetricsLogged" ? event.metrics.map(({ name, value }) => ({ name, value, step: event.step })) : [],
    );
    const rows = await this.reader.query<{ seq: number }>(APPEND, [
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
    ]);
    if (rows.length === 0) return false;
    if (events.length > 0) await this.announce(runId, rows[0].seq);
    return true;
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
    const rows = await this.reader.query<{ seq: number; at: string; kind: string; payload: object }>(
      `select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind, payload::json as payload
       from training_run_event where run_id = $1 and seq > $2 order by seq limit $3`,
      [runId, after, limit],
    );
    return rows.map(({ seq, at, kind, payload }) => ({ seq, at, kind, ...payload }) as RunEvent);
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

const APPEND = `
  with run as (
    update training_run set
      last_seq = last_seq + $4,
      latest_metrics = latest_metrics || $10::jsonb,
      progress = coalesce($11::jsonb, progress)
    where id = $1 and worker_id = $2 and attempt = $3
    returning id, last_seq
  ), events as (
    insert into training_run_event (run_id, seq, kind, payload)
    select run.id, run.last_seq - $4 + event.ord, event.kind, event.payload
    from run, unnest($5::text[], $6::jsonb[]) with ordinality as event (kind, payload, ord)
  ), points as (
    insert into training_run_metric (run_id, name, step, value)
    select run.id, point.name, point.step, point.value
    from run, unnest($7::text[], $8::int[], $9::float8[]) as point (name, step, value)
    on conflict do nothing
  )
  select last_seq as seq from run`;
