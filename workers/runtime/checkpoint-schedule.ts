import type { Checkpointing } from "../../src/domains/training/runs/checkpointing.specs.js";

/** Says when a run saves a checkpoint: at each epoch's end, every so many steps, and when the last is so many seconds old. */
export class CheckpointSchedule {
  private savedAt: number;

  /** `savedStep` is that of the checkpoint that the run goes on from, or undefined for a fresh run. */
  constructor(
    private readonly policy: Pick<Checkpointing, "everySteps" | "everySeconds">,
    private savedStep: number | undefined,
    private readonly now: () => number,
  ) {
    this.savedAt = now();
  }

  /** True when what stands at this step is saved already. */
  holds(step: number): boolean {
    return this.savedStep === step;
  }

  due(step: number, epochEnded: boolean): boolean {
    const { everySteps, everySeconds } = this.policy;
    if (epochEnded) return true;
    if (everySteps !== null && step % everySteps === 0) return true;
    return everySeconds !== null && this.now() - this.savedAt >= everySeconds * 1000;
  }

  saved(step: number): void {
    this.savedStep = step;
    this.savedAt = this.now();
  }
}
