import type { EntityManager } from "@mikro-orm/postgresql";
import type { GraphQLResolveInfo } from "graphql";
import { newId } from "../../../kernel/ids.js";
import type { Logger } from "../../../kernel/logger.js";
import type { PageArguments } from "../../../kernel/paging.js";
import { newestFirst, type Connection, type Reader } from "../../../kernel/read/reader.js";
import type { Viewer } from "../../accounts/viewer.js";
import type { ArtifactsService } from "../artifacts/artifacts.service.js";
import { isTerminal, RunStatus } from "../runs/run-status.js";
import { RetentionClass } from "./retention-class.js";
import { retentionReportShape } from "./retention.shapes.js";

/** For how many days after a run's end something is kept; 0 keeps it for ever. */
export interface RetentionDays {
  /** Metric points, metric events and log lines; keys of launches likewise, from their day. */
  history: number;
  /** All checkpoints but the newest and the best. */
  checkpoints: number;
}

/** What was deleted in one transaction. */
interface Deleted {
  deleted: number;
  runs: number;
  bytes?: number;
}

const ENDED = Object.values(RunStatus).filter(isTerminal);
/** Kinds of events of which there are many; what happened to a run stays. */
const BULK_KINDS = ["MetricsLogged", "LogLine"];
const RUNS_AT_ONCE = 20;
const CHECKPOINTS_AT_ONCE = 200;
const KEYS_AT_ONCE = 10_000;

/**
 * Deletes what is older than the operator wants to keep, and tells what: each pass leaves a report for each class of which
 * it deleted something, written in the transaction that deletes. Passes may overlap.
 */
export class RetentionService {
  constructor(
    private readonly em: EntityManager,
    private readonly reader: Reader,
    private readonly artifacts: ArtifactsService,
    private readonly days: RetentionDays,
    private readonly logger: Logger,
  ) {}

  /** What was deleted, newest first. For administrators: it is about all organisations. */
  reports(viewer: Viewer, page: PageArguments, info: GraphQLResolveInfo): Promise<Connection> {
    viewer.require("retention:read");
    return this.reader.page(retentionReportShape, () => "true", newestFirst, page, info);
  }

  /** Deletes all that is due, some runs at a time. */
  async apply(now = new Date()): Promise<void> {
    if (this.days.history > 0) {
      const pass = new Pass(daysBefore(now, this.days.history));
      while (await this.deleteHistories(pass));
      while (await this.deleteKeys(pass));
    }
    if (this.days.checkpoints > 0) {
      const pass = new Pass(daysBefore(now, this.days.checkpoints));
      while (await this.deleteCheckpoints(pass));
    }
  }

  /** Deletes the points and the bulk of the events of some runs. Returns whether there may be more. */
  private async deleteHistories(pass: Pass): Promise<boolean> {
    return this.em.fork().transactional(async (em) => {
      const due = await em.execute<{ id: string }[]>(DUE_RUNS, [list(ENDED), pass.deletedBefore, RUNS_AT_ONCE]);
      if (due.length === 0) return false;
      const ids = list(due.map(({ id }) => id));
      const [points] = await em.execute<Deleted[]>(DELETE_SERIES, [ids]);
      await this.report(em, pass, RetentionClass.METRIC_POINTS, points);
      const [events] = await em.execute<Deleted[]>(DELETE_EVENTS, [list(BULK_KINDS), ids]);
      await this.report(em, pass, RetentionClass.EVENTS, events);
      await em.execute(`update training_run set history_deleted_at = now() where id = any(?::uuid[])`, [ids]);
      return true;
    });
  }

  private async deleteKeys(pass: Pass): Promise<boolean> {
    return this.em.fork().transactional(async (em) => {
      const [keys] = await em.execute<Deleted[]>(DELETE_KEYS, [pass.deletedBefore, KEYS_AT_ONCE]);
      await this.report(em, pass, RetentionClass.IDEMPOTENCY_KEYS, keys);
      return keys.deleted > 0;
    });
  }

  /** The rows go first: bytes that are left behind go with the orphans. */
  private async deleteCheckpoints(pass: Pass): Promise<boolean> {
    const gone = await this.em.fork().transactional(async (em) => {
      const rows = await em.execute<{ id: string; run_id: string; size: string }[]>(DELETE_CHECKPOINTS, [
        list(ENDED),
        pass.deletedBefore,
        CHECKPOINTS_AT_ONCE,
      ]);
      await this.report(em, pass, RetentionClass.CHECKPOINTS, {
        deleted: rows.length,
        runs: new Set(rows.map((row) => row.run_id)).size,
        bytes: rows.reduce((sum, { size }) => sum + Number(size), 0),
      });
      return rows;
    });
    for (const { id, run_id } of gone) await this.artifacts.discard(run_id, id);
    return gone.length > 0;
  }

  private async report(em: EntityManager, pass: Pass, of: RetentionClass, deleted: Deleted): Promise<void> {
    if (deleted.deleted === 0) return;
    this.logger.info({ class: of, before: pass.deletedBefore, ...deleted }, "retention deleted what was due");
    await em.execute(REPORT, [
      pass.reportOf(of),
      of,
      pass.deletedBefore,
      deleted.deleted,
      deleted.runs,
      deleted.bytes ?? null,
    ]);
  }
}

/** One pass: its cut-off, and its report of each class. */
class Pass {
  private readonly ids = new Map<RetentionClass, string>();

  constructor(readonly deletedBefore: Date) {}

  reportOf(of: RetentionClass): string {
    const id = this.ids.get(of) ?? newId();
    this.ids.set(of, id);
    return id;
  }
}

function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}

/** An array as PostgreSQL writes it, of values without commas and quotes. */
function list(values: readonly string[]): string {
  return `{${values.join(",")}}`;
}

const DUE_RUNS = `
  select id from training_run
  where status = any(?::text[]) and finished_at < ? and history_deleted_at is null
  order by finished_at limit ? for update skip locked`;

const DELETE_SERIES = `
  with gone as (
    delete from training_run_series where run_id = any(?::uuid[]) returning id, run_id
  ), counted as (
    select run_id,
      (select coalesce(sum(points), 0) from training_run_chunk where series_id = gone.id)
      + (select count(*) from training_run_point where series_id = gone.id) as points
    from gone
  )
  select coalesce(sum(points), 0)::float8 as deleted, count(distinct run_id)::int as runs from counted`;

/** The last event of each unbroken row of deleted ones becomes the mark of them all, so that no number is missing. */
const DELETE_EVENTS = `
  with bulk as (
    select run_id, seq, seq - row_number() over (partition by run_id order by seq) as stretch
    from training_run_event where kind = any(?::text[]) and run_id = any(?::uuid[])
  ), stretch as (
    select run_id, min(seq) as first_seq, max(seq) as last_seq, count(*) as events from bulk group by run_id, stretch
  ), gone as (
    delete from training_run_event event using stretch
    where event.run_id = stretch.run_id and event.seq >= first_seq and event.seq < last_seq
  ), marked as (
    update training_run_event event
    set kind = 'EventsDeleted', payload = jsonb_build_object('firstSeq', first_seq)
    from stretch where event.run_id = stretch.run_id and event.seq = last_seq
  )
  select coalesce(sum(events), 0)::float8 as deleted, count(distinct run_id)::int as runs from stretch`;

const DELETE_KEYS = `
  with gone as (
    delete from idempotency_key where ctid = any(array(select ctid from idempotency_key where created_at < ? limit ?))
    returning 1
  )
  select count(*)::float8 as deleted, 0 as runs from gone`;

const DELETE_CHECKPOINTS = `
  delete from artifact where id in (
    select artifact.id from artifact join training_run run on run.id = artifact.run_id
    where artifact.kind = 'CHECKPOINT' and run.status = any(?::text[]) and run.finished_at < ?
      and artifact.step is distinct from (run.best->>'step')::int
      and exists (
        select from artifact newer
        where newer.run_id = artifact.run_id and newer.kind = 'CHECKPOINT' and newer.id > artifact.id
      )
    limit ?
  )
  returning id, run_id, size`;

const REPORT = `
  insert into retention_report (id, class, deleted_before, deleted, runs, bytes) values (?, ?, ?, ?, ?, ?)
  on conflict (id) do update set
    deleted = retention_report.deleted + excluded.deleted,
    runs = retention_report.runs + excluded.runs,
    bytes = retention_report.bytes + excluded.bytes`;
