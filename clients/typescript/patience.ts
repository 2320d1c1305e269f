import { setTimeout as sleep } from "node:timers/promises";
import { ApiUnreachable } from "./errors.js";

const ATTEMPTS_MAX = 14;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 3_000;

/** Bears with an API that restarts: about half a minute in a row, with growing pauses. */
export class Patience {
  private attempts = 0;

  constructor(private readonly signal?: AbortSignal) {}

  /** Returns when it is time to try again. Throws `error` when trying again is no use, and when the signal is aborted. */
  async bear(error: unknown): Promise<void> {
    if (!(error instanceof ApiUnreachable) || this.attempts === ATTEMPTS_MAX) throw error;
    const pause = Math.min(FIRST_PAUSE_MS * 2 ** this.attempts, LONGEST_PAUSE_MS);
    this.attempts += 1;
    await sleep(pause, undefined, { signal: this.signal });
  }

  /** It works again: the next failure is the first. */
  renew(): void {
    this.attempts = 0;
  }
}
