import type { OutputLine } from "./output-lines.js";

export interface FloodLimits {
  perSecond: number;
  total: number;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

const LIMITS: FloodLimits = { perSecond: 200, total: 10_000 };

/**
 * Lets a process talk, but not shout everybody else down: what goes beyond so many lines in a second, or in all, is left
 * out and counted. The count is told when the second is over, or by `flush` at the end.
 */
export class FloodGuard {
  private second = -Infinity;
  private passed = 0;
  private leftOut = 0;
  private total = 0;
  private spent = false;
  private timer: NodeJS.Timeout | undefined;
  private readonly limits: Required<FloodLimits>;

  constructor(
    private readonly emit: (line: OutputLine) => void,
    limits: Partial<FloodLimits> = {},
  ) {
    this.limits = { now: () => performance.now(), ...LIMITS, ...limits };
  }

  add(line: OutputLine): void {
    const now = this.limits.now();
    if (now - this.second >= 1_000) {
      this.flush();
      this.second = now;
      this.passed = 0;
    }
    if (this.passed >= this.limits.perSecond || this.total >= this.limits.total) {
      this.leftOut += 1;
      this.timer ??= setTimeout(() => this.flush(), 1_000).unref();
      return;
    }
    this.passed += 1;
    this.total += 1;
    this.emit(line);
  }

  /** Tells how many lines were left out since the last time, if any; once the total is spent, only the first time. */
  flush(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    if (this.leftOut === 0) return;
    if (this.total < this.limits.total) {
      this.emit({ level: "WARN", message: `${this.leftOut} more lines were left out: too many in a second.` });
    } else if (!this.spent) {
      this.spent = true;
      this.emit({ level: "WARN", message: `Further lines are left out: a process may write ${this.limits.total}.` });
    }
    this.leftOut = 0;
  }
}
