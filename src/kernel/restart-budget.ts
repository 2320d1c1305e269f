const crashes = 5;
const windowMs = 60_000;
const firstPauseMs = 100;

/** Allows restarts after pauses that double from 0.1 s, until five crashes fall within one minute. */
export class RestartBudget {
  private recent: number[] = [];

  /** Records a crash. Milliseconds to wait before the restart, or `undefined` when there shall be none. */
  afterCrash(now = Date.now()): number | undefined {
    this.recent = [...this.recent.filter((at) => now - at < windowMs), now];
    return this.recent.length < crashes ? firstPauseMs * 2 ** (this.recent.length - 1) : undefined;
  }
}
