import type { EntityManager } from "@mikro-orm/postgresql";
import type { Reader } from "../../../kernel/read/reader.js";
import type { EventLog } from "../../../kernel/signals/event-feed.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { SweepEvent, SweepEventBody } from "./sweep.events.js";
import type { Sweep } from "./sweep.entity.js";
import { sweepHasEnded, type SweepStatus } from "./sweep-status.js";

/** A sweep's history: consecutive events. */
export class SweepEventStore implements EventLog<SweepEvent> {
  constructor(
    private readonly reader: Reader,
    private readonly signals: Signals,
  ) {}

  /** Adds one event to a sweep that the transaction holds locked. Call `announce` after the commit. */
  async append(em: EntityManager, sweep: Sweep, { kind, ...payload }: SweepEventBody): Promise<void> {
    sweep.lastSeq += 1;
    await em.flush();
    await em.execute(`insert into sweep_event (sweep_id, seq, kind, payload) values (?, ?, ?, ?)`, [
      sweep.id,
      sweep.lastSeq,
      kind,
      JSON.stringify(payload),
    ]);
  }

  /** Tells every process that a sweep has news. A lost signal only costs its listeners a moment. */
  async announce(sweepId: string, seq: number): Promise<void> {
    await this.signals.publish("sweep-events", `${sweepId}:${seq}`).catch(() => undefined);
  }

  /** Events after `after`, in order, at most `limit`. */
  async after(sweepId: string, after: number, limit: number): Promise<SweepEvent[]> {
    const rows = await this.reader.query<{ seq: number; at: string; kind: string; payload: object }>(
      `select seq, to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, kind, payload::json as payload
       from sweep_event where sweep_id = $1 and seq > $2 order by seq limit $3`,
      [sweepId, after, limit],
    );
    return rows.map(({ seq, at, kind, payload }) => ({ seq, at, kind, ...payload }) as SweepEvent);
  }

  /** Whether a sweep has ended, or undefined when there is no such sweep. */
  async hasEnded(sweepId: string): Promise<boolean | undefined> {
    const [row] = await this.reader.query<{ status: SweepStatus }>(`select status from sweep where id = $1`, [sweepId]);
    return row && sweepHasEnded(row.status);
  }

  isLast(event: SweepEvent): boolean {
    return event.kind === "SweepStatusChanged" && sweepHasEnded(event.status);
  }
}
