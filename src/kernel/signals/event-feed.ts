import { untilDatabaseAnswers } from "../database-away.js";
import type { Channel, Signals } from "./signals.js";
import { Wakers } from "./wakers.js";

/** Where the events of many things stand, each numbered from 1 without gaps. */
export interface EventLog<E extends { seq: number }> {
  /** Events of one thing after `after`, in order, at most `limit`. */
  after(id: string, after: number, limit: number): Promise<E[]>;
  /** Whether nothing more will happen to it; undefined when there is no such thing. */
  hasEnded(id: string): Promise<boolean | undefined>;
  /** Whether an event is a thing's last. */
  isLast(event: E): boolean;
}

/** Most events that one read takes. */
const BATCH = 500;

/**
 * Follows things with few events and few followers, such as sweeps, for this process: each follower reads the log when a signal
 * (`<id>:<seq>` on the channel) tells of news, and now and then without. A database that goes away ends nobody's following.
 */
export class EventFeed<E extends { seq: number }> {
  private readonly wakers = new Wakers();
  private readonly stopListening: () => void;
  private closed = false;

  constructor(
    private readonly log: EventLog<E>,
    signals: Signals,
    channel: Channel,
  ) {
    this.stopListening = signals.listen(channel, (payload) => this.wakers.wake(payload.split(":")[0]));
  }

  /**
   * Every event after `after`, in order and once each, as it happens; ends after the last one there is. Returning it
   * ends it at once, also while nothing happens.
   */
  follow(id: string, after: number): AsyncGenerator<E, void, undefined> {
    const left = new AbortController();
    const events = this.eventsOf(id, after, left.signal);
    const leave = events.return.bind(events);
    events.return = (value) => {
      left.abort();
      this.wakers.wake(id);
      return leave(value);
    };
    return events;
  }

  close(): void {
    this.closed = true;
    this.stopListening();
    this.wakers.wakeAll();
  }

  private async *eventsOf(id: string, after: number, left: AbortSignal): AsyncGenerator<E, void, undefined> {
    let seq = after;
    const givenUp = () => this.closed || left.aborted;
    while (!givenUp()) {
      // Waiting begins before the read, so that no signal falls between the two.
      const news = this.wakers.news(id);
      try {
        // Whether it has ended is read first: an end that comes in between is among the events then.
        const ended = await untilDatabaseAnswers(() => this.log.hasEnded(id), givenUp);
        const batch = await untilDatabaseAnswers(() => this.log.after(id, seq, BATCH), givenUp);
        for (const event of batch ?? []) {
          yield event;
          seq = event.seq;
          if (this.log.isLast(event)) return;
        }
        if (batch?.length !== 0) continue;
        if (ended ?? true) return;
        await news.arrived;
      } finally {
        news.forget();
      }
    }
  }
}
