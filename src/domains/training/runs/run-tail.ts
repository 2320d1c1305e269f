import type { RunEvent } from "./run.events.js";

/** Events that a tail keeps for followers who come a little late. */
const KEPT = 64;

/** Somebody who follows a run, and how far they are. */
export interface Follower {
  seq: number;
  left: boolean;
  /** Ends the follower's wait, whatever there is. */
  wake(): void;
}

/** The newest events of one run, read once for all who follow it. */
export class Tail {
  followers = 0;
  closed = false;
  /** How far the run's events are known to reach: by a signal, or because they were read. */
  known = 0;
  private recent: RunEvent[] = [];
  private readonly waiting = new Set<Follower>();
  private readonly catchingUp = new Map<number, Promise<RunEvent[]>>();

  constructor(
    readonly runId: string,
    private readonly readAfter: (seq: number) => Promise<RunEvent[]>,
    /** Has the tail read with whatever else has news. */
    private readonly askToRead: (tail: Tail) => void,
  ) {}

  /** The events after `seq` that are at hand, none for those who are level with the tail; undefined for those behind. */
  holds(seq: number): RunEvent[] | undefined {
    const first = this.recent[0]?.seq;
    const last = this.recent.at(-1)?.seq;
    if (first === undefined || last === undefined || seq < first - 1 || seq > last) return undefined;
    return this.recent.slice(seq - first + 1);
  }

  /** Reads on for a follower who is behind; those who ask for the same at once share the answer. */
  catchUp(seq: number): Promise<RunEvent[]> {
    const known = this.catchingUp.get(seq);
    if (known) return known;
    const read = this.readAfter(seq).finally(() => this.catchingUp.delete(seq));
    this.catchingUp.set(seq, read);
    return read;
  }

  /** Resolves once events after the follower's have been read, for all who wait; or the tail is closed, or the follower has left. */
  async beyond(follower: Follower): Promise<void> {
    if (this.closed || follower.left) return;
    await new Promise<void>((resolve) => {
      follower.wake = () => {
        this.waiting.delete(follower);
        resolve();
      };
      this.waiting.add(follower);
      if (this.known > follower.seq) this.askToRead(this);
    });
  }

  /** A signal says that the run's events reach this far. */
  reaches(seq: number): void {
    this.known = Math.max(this.known, seq);
    this.askToRead(this);
  }

  /** After which event to read on, or undefined when nobody waits for more. */
  wanted(): number | undefined {
    let least: number | undefined;
    for (const { seq } of this.waiting) if (least === undefined || seq < least) least = seq;
    return least;
  }

  /** Takes what was read after `after`, when the events were `known` to reach so far. True when it should be read again. */
  take(after: number, batch: RunEvent[], known: number): boolean {
    // A signal may have come while the read looked at the table as it was before.
    if (batch.length === 0) return this.known > known;
    this.recent =
      this.recent.at(-1)?.seq === after ? [...this.recent, ...batch].slice(-Math.max(KEPT, batch.length)) : batch;
    const last = batch.at(-1)!.seq;
    this.known = Math.max(this.known, last);
    for (const follower of this.waiting) if (follower.seq < last) follower.wake();
    return this.known > last;
  }

  close(): void {
    this.closed = true;
    for (const follower of this.waiting) follower.wake();
  }
}
