import type { SweepController } from "../../src/domains/training/sweeps/sweep-controller.service.js";
import type { Logger } from "../../src/kernel/logger.js";
import type { Reader } from "../../src/kernel/read/reader.js";
import type { Signals } from "../../src/kernel/signals/signals.js";
import type { RunSessions } from "./run-sessions.js";

/** Reports of a sweep's trials that come within this time are looked at together. */
const GATHER_MS = 100;
/** How often sweeps are looked for that nobody has looked at for a while. */
const ROUND_MS = 1_000;

interface WatchTools {
  sweepController: SweepController;
  reader: Reader;
  signals: Signals;
  logger: Logger;
}

/**
 * Has sweeps react to what their trials report: the worker that trains a trial looks at its sweep within a moment. Every
 * worker also goes round the sweeps now and then, so that none waits for a job or a signal that was lost.
 */
export class SweepWatch {
  /** The sweeps of the runs that have reported here; null for a run that is no trial. */
  private readonly sweepOf = new Map<string, Promise<string | null>>();
  private readonly due = new Map<string, NodeJS.Timeout>();
  private readonly working = new Set<Promise<void>>();
  private readonly stopListening: () => void;
  private readonly round: NodeJS.Timeout;
  private rounding = false;
  private closed = false;

  constructor(
    private readonly sessions: Pick<RunSessions, "trains">,
    private readonly tools: WatchTools,
  ) {
    this.stopListening = tools.signals.listen("run-events", (payload) => void this.hear(payload.split(":")[0]));
    this.round = setInterval(() => this.goRound(), ROUND_MS);
  }

  /** Looks at nothing more, and resolves when what is being looked at is done. */
  async close(): Promise<void> {
    this.closed = true;
    this.stopListening();
    clearInterval(this.round);
    for (const timer of this.due.values()) clearTimeout(timer);
    this.due.clear();
    await Promise.all(this.working);
  }

  private async hear(runId: string): Promise<void> {
    if (!this.sessions.trains(runId)) {
      this.sweepOf.delete(runId);
      return;
    }
    let sweep = this.sweepOf.get(runId);
    if (!sweep) this.sweepOf.set(runId, (sweep = this.findSweep(runId)));
    const sweepId = await sweep;
    if (sweepId === null || this.closed || this.due.has(sweepId)) return;
    const advance = () => {
      this.due.delete(sweepId);
      this.work(() => this.tools.sweepController.advance(sweepId));
    };
    this.due.set(sweepId, setTimeout(advance, GATHER_MS));
  }

  private async findSweep(runId: string): Promise<string | null> {
    try {
      const rows = await this.tools.reader.query<{ sweep_id: string | null }>(
        `select sweep_id from training_run where id = $1`,
        [runId],
      );
      return rows[0]?.sweep_id ?? null;
    } catch {
      // The next report asks again; until then the round finds the sweep.
      this.sweepOf.delete(runId);
      return null;
    }
  }

  private goRound(): void {
    if (this.rounding) return;
    this.rounding = true;
    this.work(() => this.tools.sweepController.lookAround().finally(() => (this.rounding = false)));
  }

  private work(task: () => Promise<void>): void {
    const done = task()
      .catch((error: unknown) => this.tools.logger.warn({ err: error }, "a sweep could not be advanced; trying again"))
      .finally(() => this.working.delete(done));
    this.working.add(done);
  }
}
