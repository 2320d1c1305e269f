import { RunWarningCode } from "../../../src/domains/training/runs/run-warnings.js";
import { mean, shown, type Warning, type WatchedReport, type WatchRule } from "./watch-rule.js";

/** Less than this share of the loss, from one stretch to the next, counts as none. */
const IMPROVEMENT = 0.01;
/** What ends an episode: more than the noise of means makes of a loss that stands still. */
const RECOVERY = 0.05;
/** A loss that has fallen to this share of its start has been learnt from: where it stays then is where it converges. */
const LEARNT = 0.5;
/** A stretch is this share of a run's reports, within these bounds: a few batches say little, and many take memory. */
const STRETCH_SHARE = 0.25;
const STRETCH = { least: 30, most: 500 };
const START_REPORTS = 5;
/** Within this share of it, a loss is that of guessing. */
const NEAR_CHANCE = 0.05;

interface Memory {
  losses: number[];
  start: number[];
  /** The stretch's loss when it was told. */
  told: number | null;
}

/**
 * NO_PROGRESS: over a stretch of reports the mean loss is not 1% lower than over the stretch before, though it stands above
 * half of where it started. It is over when the loss has fallen by 5%. PyTorch's and Keras's ReduceLROnPlateau look for the same with a patience of ten epochs; means
 * over stretches of a quarter of the run find it within one epoch as well, and are not fooled by a lucky batch.
 */
export class NoProgress implements WatchRule {
  memory: Memory = { losses: [], start: [], told: null };
  private readonly stretch: number;

  /** `reports`: how many the run will make, about. `chanceLoss`: what guessing scores, where that is known. */
  constructor(
    reports: number,
    private readonly chanceLoss?: number,
  ) {
    this.stretch = Math.min(STRETCH.most, Math.max(STRETCH.least, Math.round(reports * STRETCH_SHARE)));
  }

  observe({ metrics: { loss } }: WatchedReport): Warning | undefined {
    const { memory, stretch } = this;
    if (loss === undefined) return undefined;
    if (memory.start.length < START_REPORTS) memory.start.push(loss);
    memory.losses = [...memory.losses, loss].slice(-2 * stretch);
    if (memory.losses.length < 2 * stretch) return undefined;

    const before = mean(memory.losses.slice(0, stretch));
    const now = mean(memory.losses.slice(-stretch));
    if (memory.told !== null) {
      if (improves(memory.told, now, RECOVERY)) memory.told = null;
      return undefined;
    }
    const start = Math.min(mean(memory.start), this.chanceLoss ?? Infinity);
    if (improves(before, now, IMPROVEMENT) || now < start - (1 - LEARNT) * Math.abs(start)) return undefined;
    memory.told = now;
    const course = `The loss has hardly moved: ${shown(now)} over the last ${stretch} reports, ${shown(before)} over those before.`;
    return { code: RunWarningCode.NO_PROGRESS, message: `${course}${this.comparedWithChance(now)}` };
  }

  private comparedWithChance(loss: number): string {
    const { chanceLoss } = this;
    if (chanceLoss === undefined || Math.abs(loss - chanceLoss) > NEAR_CHANCE * chanceLoss) return "";
    return ` Guessing scores ${shown(chanceLoss)}: nothing has been learnt.`;
  }
}

function improves(before: number, now: number, share: number): boolean {
  return before - now >= share * Math.abs(before);
}
