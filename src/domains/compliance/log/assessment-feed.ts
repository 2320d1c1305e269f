import { untilDatabaseAnswers } from "../../../kernel/database-away.js";
import type { Signals } from "../../../kernel/signals/signals.js";
import { Wakers } from "../../../kernel/signals/wakers.js";
import type { ComplianceLog, LogEntry } from "./compliance-log.store.js";

/** Most entries that one read takes. */
const BATCH = 500;

/** Follows the logs of assessments for this process, each follower by itself: people work on them, not machines. */
export class AssessmentFeed {
  private readonly wakers = new Wakers();
  private readonly stopListening: () => void;
  private closed = false;

  constructor(
    private readonly log: ComplianceLog,
    signals: Signals,
  ) {
    this.stopListening = signals.listen("compliance-changes", (assessmentId) => this.wakers.wake(assessmentId));
  }

  /** Every entry after `after`, in order and once each, as it comes. Returning it ends it at once, also while nothing happens. */
  follow(assessmentId: string, after: number): AsyncGenerator<LogEntry, void, undefined> {
    const left = new AbortController();
    const entries = this.entriesOf(assessmentId, after, left.signal);
    const leave = entries.return.bind(entries);
    entries.return = (value) => {
      left.abort();
      this.wakers.wake(assessmentId);
      return leave(value);
    };
    return entries;
  }

  close(): void {
    this.closed = true;
    this.stopListening();
    this.wakers.wakeAll();
  }

  private async *entriesOf(
    assessmentId: string,
    after: number,
    left: AbortSignal,
  ): AsyncGenerator<LogEntry, void, undefined> {
    let seq = after;
    const givenUp = () => this.closed || left.aborted;
    while (!givenUp()) {
      // Waiting begins before the read, so that no signal falls between the two.
      const news = this.wakers.news(assessmentId);
      try {
        const batch = await untilDatabaseAnswers(() => this.log.after(assessmentId, seq, BATCH), givenUp);
        for (const entry of batch ?? []) {
          yield entry;
          seq = entry.seq;
        }
        if (batch?.length === 0) await news.arrived;
      } finally {
        news.forget();
      }
    }
  }
}
