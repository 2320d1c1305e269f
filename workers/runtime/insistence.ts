import type { Logger } from "../../src/kernel/logger.js";

/** What is refused is tried again after this long. */
const RETRY_MS = 250;
/** For as long as anybody would wait, or only as long as a worker that stops may take. */
const PATIENCE_MS = { patient: 120_000, hurried: 2_000 };

/** Does for a run what a database or a store that is away for a moment refuses, again until it is done. */
export class Insistence {
  private hurried = false;
  private givenUp = false;

  constructor(
    private readonly runId: string,
    private readonly logger: Logger,
  ) {}

  /** The worker stops: nothing is tried for long any more. */
  hurry(): void {
    this.hurried = true;
  }

  /** The run is no longer this worker's: nothing is tried again. */
  giveUp(): void {
    this.givenUp = true;
  }

  /** The result of `work`, which may run more than once. Throws its last error when it fails for too long. */
  async insist<T>(work: () => Promise<T>): Promise<T> {
    const since = performance.now();
    for (;;) {
      try {
        return await work();
      } catch (error) {
        const patience = this.hurried ? PATIENCE_MS.hurried : PATIENCE_MS.patient;
        if (this.givenUp || performance.now() - since > patience) throw error;
        this.warn(error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
  }

  warn(error: unknown): void {
    this.logger.warn({ err: error, runId: this.runId }, "what a run reports could not be written; trying again");
  }
}
