import { globalId } from "../../../kernel/ids.js";
import type { Logger } from "../../../kernel/logger.js";
import type { Reader, Row } from "../../../kernel/read/reader.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import { workerShape } from "./worker.shapes.js";

/** What is new: workers that came or changed, as they are now, and the global ids of those that left. */
export interface WorkersChange {
  workers: Row[];
  gone: string[];
}

/** Workers that a follower is shown, the oldest. */
export const WORKERS_MAX = 100;
/** Changes within this time are told together. */
const TOGETHER_MS = 250;
/** How often the table is read though no signal came: a worker that is lost sends none. */
const POLL_MS = 2_000;

/**
 * Follows the workers for this process. While somebody follows, the table is read once for all, after a signal and every
 * two seconds; a follower who is slow is told the newest state of each worker, once.
 */
export class WorkerFeed {
  private readonly followers = new Set<Follower>();
  private shown = new Map<string, { row: Row; text: string }>();
  private reading: Promise<void> = Promise.resolve();
  private due: NodeJS.Timeout | undefined;
  private poll: NodeJS.Timeout | undefined;
  private readonly stopListening: () => void;

  constructor(
    private readonly reader: Reader,
    signals: Signals,
    private readonly logger: Logger,
  ) {
    this.stopListening = signals.listen("worker-changes", () => {
      if (this.followers.size > 0) this.due ??= setTimeout(() => void this.read(), TOGETHER_MS);
    });
  }

  /** All workers first, then each change. Returning it ends it at once, also while nothing happens. */
  follow(): AsyncGenerator<WorkersChange, void, undefined> {
    const follower = new Follower();
    const changes = this.changesFor(follower);
    const leave = changes.return.bind(changes);
    changes.return = (value) => {
      follower.leave();
      return leave(value);
    };
    return changes;
  }

  close(): void {
    this.stopListening();
    for (const follower of this.followers) follower.leave();
    this.rest();
  }

  private async *changesFor(follower: Follower): AsyncGenerator<WorkersChange, void, undefined> {
    this.followers.add(follower);
    this.poll ??= setInterval(() => void this.read(), POLL_MS).unref();
    try {
      await this.read();
      follower.begin([...this.shown].map(([id, { row }]) => [id, row]));
      for (let change = await follower.next(); change; change = await follower.next()) yield change;
    } finally {
      this.followers.delete(follower);
      if (this.followers.size === 0) this.rest();
    }
  }

  /** Reads the table and tells every follower what is other than before. Reads never overlap. */
  private read(): Promise<void> {
    clearTimeout(this.due);
    this.due = undefined;
    this.reading = this.reading.then(async () => {
      try {
        const ids = await this.reader.query<{ id: string }>(`select id from worker order by id limit $1`, [
          WORKERS_MAX,
        ]);
        const rows = await this.reader.byIds(
          workerShape,
          ids.map(({ id }) => id),
        );
        this.show(new Map(rows.flatMap((row) => (row ? [[row._id as string, row] as const] : []))));
      } catch (error) {
        this.logger.warn({ err: error }, "the workers could not be read; trying again");
      }
    });
    return this.reading;
  }

  private show(rows: ReadonlyMap<string, Row>): void {
    const before = this.shown;
    this.shown = new Map([...rows].map(([id, row]) => [id, { row, text: textOf(row) }]));
    for (const [id, { row, text }] of this.shown) {
      if (before.get(id)?.text !== text) for (const follower of this.followers) follower.tell(id, row);
    }
    for (const id of before.keys()) {
      if (!rows.has(id)) for (const follower of this.followers) follower.tell(id, null);
    }
  }

  private rest(): void {
    clearInterval(this.poll);
    clearTimeout(this.due);
    this.poll = this.due = undefined;
    this.shown = new Map();
  }
}

/** What one follower has yet to be told: the newest state of each worker that changed, null for one that is gone. */
class Follower {
  private pending: Map<string, Row | null> | undefined;
  private first = true;
  private left = false;
  private wake: () => void = () => undefined;

  /** From here on it is told what changes; its first message says what there is, also when that is nothing. */
  begin(workers: [string, Row][]): void {
    this.pending = new Map(workers);
  }

  tell(id: string, row: Row | null): void {
    this.pending?.set(id, row);
    this.wake();
  }

  leave(): void {
    this.left = true;
    this.wake();
  }

  /** What there is to tell, as soon as there is something; undefined once the follower has left. */
  async next(): Promise<WorkersChange | undefined> {
    while (!this.left && !this.first && this.pending!.size === 0) {
      await new Promise<void>((resolve) => (this.wake = resolve));
    }
    if (this.left) return undefined;
    this.first = false;
    const told = this.pending!;
    this.pending = new Map();
    const workers = [...told.values()].filter((row) => row !== null);
    return { workers, gone: [...told].flatMap(([id, row]) => (row ? [] : [globalId("Worker", id)])) };
  }
}

/** A worker without its heartbeat, which changes all the time and is no news. */
function textOf({ heartbeatAt: _, ...row }: Row): string {
  return JSON.stringify(row);
}
