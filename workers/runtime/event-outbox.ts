import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import type { RunEventStore } from "../../src/domains/training/runs/run-events.store.js";
import type { Lease } from "../../src/domains/training/runs/run-lifecycle.service.js";
import type { Progress } from "../../src/domains/training/runs/run.entity.js";

/** A batch that is not full waits so long for more. */
const FLUSH_MS = 20;
const BATCH_MAX = 500;
/** A database that is away is tried again after this long, twice as long each time, up to the longest. */
const RETRY_MS = { first: 100, longest: 2_000 };
/** More events than this are not held back for it: the run then goes on from its last checkpoint instead. */
const PENDING_MAX = 50_000;

/**
 * Writes a run's events in their order and in batches: what comes while a batch is on its way goes with the next. A batch
 * that fails is written again until the database takes it, and numbered, so that it is written once.
 */
export class EventOutbox {
  private pending: RunEventBody[] = [];
  private progress: Progress | undefined;
  private writing: Promise<void> | undefined;
  private closed = false;

  /** `reports` is how many batches the run's worker has written before. */
  constructor(
    private readonly events: RunEventStore,
    private readonly lease: Lease,
    private reports: number,
    private readonly handlers: {
      /** The run is no longer this worker's, or cannot be kept up with. */
      onLost(): void;
      /** The database will never take what the run reports. */
      onRefused(error: Error): void;
      onRetry(error: unknown): void;
    },
  ) {}

  add(event: RunEventBody): void {
    if (this.closed) return;
    this.pending.push(event);
    if (this.pending.length > PENDING_MAX) this.lose();
    else this.schedule();
  }

  setProgress(progress: Progress): void {
    if (this.closed) return;
    this.progress = progress;
    this.schedule();
  }

  /** Resolves when everything added so far is written, or nothing will be any more. */
  async drained(): Promise<void> {
    while (this.writing) await this.writing;
  }

  /** Writes nothing more. */
  close(): void {
    this.closed = true;
    this.pending = [];
    this.progress = undefined;
  }

  private lose(): void {
    this.close();
    this.handlers.onLost();
  }

  private schedule(): void {
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
      if (this.pending.length > 0 || this.progress) this.schedule();
    });
  }

  private async write(): Promise<void> {
    if (this.pending.length < BATCH_MAX) await pause(FLUSH_MS);
    const events = this.pending.splice(0, BATCH_MAX);
    const { progress } = this;
    this.progress = undefined;
    const number = this.reports + 1;
    for (let wait = RETRY_MS.first; !this.closed; wait = Math.min(wait * 2, RETRY_MS.longest)) {
      try {
        const held = await this.events.report(this.lease.runId, { ...this.lease, number, events, progress });
        this.reports = number;
        if (!held && !this.closed) this.lose();
        return;
      } catch (error) {
        if (isRefusal(error)) {
          this.close();
          this.handlers.onRefused(error);
          return;
        }
        this.handlers.onRetry(error);
        await pause(wait);
      }
    }
  }
}

/** SQLSTATE classes of what no repetition changes: data exceptions, violated constraints, faulty statements, exceeded limits. */
const FOR_GOOD = /^(22|23|42|54)/;

function isRefusal(error: unknown): error is Error {
  return error instanceof Error && "code" in error && FOR_GOOD.test(String(error.code));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
