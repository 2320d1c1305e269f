import type { Logger } from "../../../kernel/logger.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { RunEvent } from "./run.events.js";
import type { RunEventStore } from "./run-events.store.js";
import { isTerminal } from "./run-status.js";

/** Events that one read takes from the table, and that a tail keeps for its followers. */
const BATCH = 500;
/** How often a tail looks at the table though no signal came. */
const POLL_MS = 2_000;

/**
 * Follows runs for this process. All followers of a run share one tail: a signal causes one read, whoever and however
 * many they are; those who are further behind read the table on their own until they have caught up.
 */
export class RunFeed {
  private readonly tails = new Map<string, Tail>();
  private readonly stopListening: () => void;

  constructor(
    private readonly events: RunEventStore,
    signals: Signals,
    private readonly logger: Logger,
  ) {
    this.stopListening = signals.listen("run-events", (payload) => {
      const [runId, seq] = payload.split(":");
      this.tails.get(runId)?.reaches(Number(seq));
    });
  }

  /**
   * Every event after `after`, in order and once each, as it happens; ends after the one that ends the run. Returning it
   * ends it at once, also while nothing happens: a generator alone would wait for the next event.
   */
  follow(runId: string, after: number): AsyncGenerator<RunEvent, void, undefined> {
    const left = new AbortController();
    const events = this.eventsOf(runId, after, left.signal);
    const leave = events.return.bind(events);
    events.return = (value) => {
      left.abort();
      return leave(value);
    };
    return events;
  }

  private async *eventsOf(runId: string, after: number, left: AbortSignal): AsyncGenerator<RunEvent, void, undefined> {
    const tail = this.join(runId);
    try {
      let seq = after;
      let foundGoing = false;
      while (!tail.closed && !left.aborted) {
        const batch = tail.holds(seq) ?? (await this.events.after(runId, seq, BATCH));
        for (const event of batch) {
          yield event;
          seq = event.seq;
          if (event.kind === "StatusChanged" && isTerminal(event.status)) return;
        }
        if (batch.length > 0) continue;
        if (!foundGoing) {
          const reach = await this.events.reach(runId);
          if (!reach || (reach.seq <= seq && isTerminal(reach.status))) return;
          // From here on its end cannot be missed: it comes as an event.
          foundGoing = true;
          tail.reaches(reach.seq);
        }
        await tail.beyond(seq, left);
      }
    } finally {
      this.leave(runId, tail);
    }
  }

  /** How many runs are followed now. */
  get size(): number {
    return this.tails.size;
  }

  close(): void {
    this.stopListening();
    for (const tail of this.tails.values()) tail.close();
  }

  private join(runId: string): Tail {
    let tail = this.tails.get(runId);
    if (!tail) {
      tail = new Tail((after) => this.events.after(runId, after, BATCH), this.logger);
      this.tails.set(runId, tail);
    }
    tail.followers += 1;
    return tail;
  }

  private leave(runId: string, tail: Tail): void {
    tail.followers -= 1;
    if (tail.followers > 0) return;
    tail.close();
    this.tails.delete(runId);
  }
}

/** The newest events of one run, read once for all who follow it. */
class Tail {
  followers = 0;
  closed = false;
  private recent: RunEvent[] = [];
  /** How far the run's events are known to reach: by a signal, or because they were read. */
  private known = 0;
  private waiting: { seq: number; wake: () => void }[] = [];
  private reading = false;
  private readonly poll: NodeJS.Timeout;

  constructor(
    private readonly readAfter: (seq: number) => Promise<RunEvent[]>,
    private readonly logger: Logger,
  ) {
    this.poll = setInterval(() => void this.read(), POLL_MS).unref();
  }

  /** The events after `seq` that are at hand, none for those who are level with the tail; undefined for those behind. */
  holds(seq: number): RunEvent[] | undefined {
    const first = this.recent[0]?.seq;
    const last = this.recent.at(-1)?.seq;
    if (first === undefined || last === undefined || seq < first - 1 || seq > last) return undefined;
    return this.recent.slice(seq - first + 1);
  }

  /** Resolves once events after `seq` have been read, for all who wait; or the tail is closed, or the follower has left. */
  async beyond(seq: number, left: AbortSignal): Promise<void> {
    if (this.closed || left.aborted) return;
    let leave = () => {};
    await new Promise<void>((wake) => {
      const waiter = { seq, wake };
      leave = () => this.wake((other) => other === waiter);
      left.addEventListener("abort", leave, { once: true });
      this.waiting.push(waiter);
      if (this.known > seq) void this.read();
    });
    left.removeEventListener("abort", leave);
  }

  /** A signal says that the run's events reach this far. */
  reaches(seq: number): void {
    this.known = Math.max(this.known, seq);
    void this.read();
  }

  close(): void {
    this.closed = true;
    clearInterval(this.poll);
    this.wake(() => true);
  }

  /** Reads on from where the followers wait, and wakes them. Signals that come meanwhile are read in the same go. */
  private async read(): Promise<void> {
    if (this.reading) return;
    this.reading = true;
    try {
      while (this.waiting.length > 0) {
        const after = Math.min(...this.waiting.map(({ seq }) => seq));
        const { known } = this;
        const batch = await this.readAfter(after);
        if (batch.length === 0) {
          // A signal may have come while this read looked at the table as it was before.
          if (this.known > known) continue;
          break;
        }
        this.recent = this.recent.at(-1)?.seq === after ? [...this.recent, ...batch].slice(-BATCH) : batch;
        this.known = Math.max(this.known, batch.at(-1)!.seq);
        this.wake(({ seq }) => seq < this.known);
      }
    } catch (error) {
      this.logger.warn({ err: error }, "a run's events could not be read; trying again");
    } finally {
      this.reading = false;
    }
  }

  private wake(which: (waiter: { seq: number }) => boolean): void {
    const woken = this.waiting.filter(which);
    this.waiting = this.waiting.filter((waiter) => !which(waiter));
    for (const { wake } of woken) wake();
  }
}
