import { setTimeout as pause } from "node:timers/promises";
import { DATABASE_RETRY_MS, untilDatabaseAnswers } from "../../../kernel/database-away.js";
import type { Logger } from "../../../kernel/logger.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import type { RunEvent } from "./run.events.js";
import type { RunEventStore } from "./run-events.store.js";
import { Tail, type Follower } from "./run-tail.js";
import { isTerminal } from "./run-status.js";

/** Most events of a run that one read takes from the table. */
const BATCH = 500;
/** Most runs whose news one read takes. */
const RUNS = 100;
/** How often the table is looked at though no signal came. */
const POLL_MS = 2_000;

/**
 * Follows runs for this process. All followers of a run share one tail, and all tails that have news share one read: while
 * one is under way, signals collect for the next. Followers get the same objects, so whatever is made of an event can be
 * made once. Those who are further behind read the table on their own until they have caught up. A database that goes
 * away ends nobody's following.
 */
export class RunFeed {
  private readonly tails = new Map<string, Tail>();
  private readonly news = new Set<Tail>();
  private reading = false;
  private readonly poll: NodeJS.Timeout;
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
    this.poll = setInterval(() => {
      for (const tail of this.tails.values()) this.readSoon(tail);
    }, POLL_MS).unref();
  }

  /**
   * Every event after `after`, in order and once each, as it happens; ends after the one that ends the run. Returning it
   * ends it at once, also while nothing happens: a generator alone would wait for the next event.
   */
  follow(runId: string, after: number): AsyncGenerator<RunEvent, void, undefined> {
    const follower: Follower = { seq: after, left: false, wake: () => undefined };
    const events = this.eventsOf(runId, follower);
    const leave = events.return.bind(events);
    events.return = (value) => {
      follower.left = true;
      follower.wake();
      return leave(value);
    };
    return events;
  }

  private async *eventsOf(runId: string, follower: Follower): AsyncGenerator<RunEvent, void, undefined> {
    const tail = this.join(runId);
    const givenUp = () => tail.closed || follower.left;
    try {
      let foundGoing = false;
      while (!givenUp()) {
        const batch =
          tail.holds(follower.seq) ?? (await untilDatabaseAnswers(() => tail.catchUp(follower.seq), givenUp));
        for (const event of batch ?? []) {
          yield event;
          follower.seq = event.seq;
          if (event.kind === "StatusChanged" && isTerminal(event.status)) return;
        }
        if (batch?.length !== 0) continue;
        if (!foundGoing) {
          const reach = await untilDatabaseAnswers(() => this.events.reach(runId), givenUp);
          if (!reach || (reach.seq <= follower.seq && isTerminal(reach.status))) return;
          // From here on its end cannot be missed: it comes as an event.
          foundGoing = true;
          tail.reaches(reach.seq);
        }
        await tail.beyond(follower);
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
    clearInterval(this.poll);
    for (const tail of this.tails.values()) tail.close();
  }

  private join(runId: string): Tail {
    let tail = this.tails.get(runId);
    if (!tail) {
      tail = new Tail(
        runId,
        (after) => this.events.after(runId, after, BATCH),
        (asking) => this.readSoon(asking),
      );
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

  private readSoon(tail: Tail): void {
    this.news.add(tail);
    if (!this.reading) void this.read();
  }

  /** Reads what waits to be read, run after run of signals, until there is no more news. */
  private async read(): Promise<void> {
    this.reading = true;
    while (this.news.size > 0) {
      const wanted = [];
      for (const tail of this.news) {
        this.news.delete(tail);
        const after = tail.wanted();
        if (after !== undefined) wanted.push({ tail, runId: tail.runId, after, known: tail.known });
        if (wanted.length === RUNS) break;
      }
      if (wanted.length === 0) continue;
      try {
        const found = await this.events.afterEach(wanted, BATCH);
        for (const { tail, runId, after, known } of wanted) {
          if (tail.take(after, found.get(runId) ?? [], known)) this.news.add(tail);
        }
      } catch (error) {
        this.logger.warn({ err: error }, "the events of runs could not be read; trying again");
        await pause(DATABASE_RETRY_MS);
        for (const { tail } of wanted) this.news.add(tail);
      }
    }
    this.reading = false;
  }
}
