import { untilDatabaseAnswers } from "../../../kernel/database-away.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import { Wakers } from "../../../kernel/signals/wakers.js";
import type { SweepEvent } from "./sweep.events.js";
import type { SweepEventStore } from "./sweep-events.store.js";
import { sweepHasEnded } from "./sweep-status.js";

/** Most events that one read takes. */
const BATCH = 500;

/**
 * Follows sweeps for this process: each follower reads the table when a signal tells of news, and now and then without.
 * A sweep has few events and few followers, so nothing is shared. A database that goes away ends nobody's following.
 */
export class SweepFeed {
  private readonly wakers = new Wakers();
  private readonly stopListening: () => void;
  private closed = false;

  constructor(
    private readonly events: SweepEventStore,
    signals: Signals,
  ) {
    this.stopListening = signals.listen("sweep-events", (payload) => this.wakers.wake(payload.split(":")[0]));
  }

  /**
   * Every event after `after`, in order and once each, as it happens; ends after the one that ends the sweep. Returning it
   * ends it at once, also while nothing happens.
   */
  follow(sweepId: string, after: number): AsyncGenerator<SweepEvent, void, undefined> {
    const left = new AbortController();
    const events = this.eventsOf(sweepId, after, left.signal);
    const leave = events.return.bind(events);
    events.return = (value) => {
      left.abort();
      this.wakers.wake(sweepId);
      return leave(value);
    };
    return events;
  }

  close(): void {
    this.closed = true;
    this.stopListening();
    this.wakers.wakeAll();
  }

  private async *eventsOf(
    sweepId: string,
    after: number,
    left: AbortSignal,
  ): AsyncGenerator<SweepEvent, void, undefined> {
    let seq = after;
    const givenUp = () => this.closed || left.aborted;
    while (!givenUp()) {
      // Waiting begins before the read, so that no signal falls between the two.
      const news = this.wakers.news(sweepId);
      try {
        // Where it stands is read first: an end that comes in between is among the events then.
        const reach = await untilDatabaseAnswers(() => this.events.reach(sweepId), givenUp);
        const batch = await untilDatabaseAnswers(() => this.events.after(sweepId, seq, BATCH), givenUp);
        for (const event of batch ?? []) {
          yield event;
          seq = event.seq;
          if (event.kind === "SweepStatusChanged" && sweepHasEnded(event.status)) return;
        }
        if (batch?.length !== 0) continue;
        if (!reach || sweepHasEnded(reach.status)) return;
        await news.arrived;
      } finally {
        news.forget();
      }
    }
  }
}
