import type { RunEventBody } from "../../src/domains/training/runs/run.events.js";
import type { RunEventStore } from "../../src/domains/training/runs/run-events.store.js";
import type { Lease } from "../../src/domains/training/runs/run-lifecycle.service.js";
import type { Progress } from "../../src/domains/training/runs/run.entity.js";

const FLUSH_MS = 20;
const BATCH_MAX = 500;

/** Writes a run's events in their order and in batches: what comes while a batch is on its way goes with the next. */
export class EventOutbox {
  private pending: RunEventBody[] = [];
  private progress: Progress | undefined;
  private writing: Promise<void> | undefined;

  /** `onLost` is called when the run is no longer this worker's; `onError` when the database refused or is away. */
  constructor(
    private readonly events: RunEventStore,
    private readonly lease: Lease,
    private readonly handlers: { onLost(): void; onError(error: unknown): void },
  ) {}

  add(event: RunEventBody): void {
    this.pending.push(event);
    this.schedule();
  }

  setProgress(progress: Progress): void {
    this.progress = progress;
    this.schedule();
  }

  /** Resolves when everything added so far is written. */
  async drained(): Promise<void> {
    while (this.writing) await this.writing;
  }

  private schedule(): void {
    this.writing ??= this.write().finally(() => {
      this.writing = undefined;
      if (this.pending.length > 0 || this.progress) this.schedule();
    });
  }

  private async write(): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, FLUSH_MS));
    const events = this.pending.splice(0, BATCH_MAX);
    const progress = this.progress;
    this.progress = undefined;
    try {
      const held = await this.events.report(this.lease.runId, { ...this.lease, events, progress });
      if (!held) this.handlers.onLost();
    } catch (error) {
      this.handlers.onError(error);
    }
  }
}
