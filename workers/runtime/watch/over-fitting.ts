import { RunWarningCode } from "../../../src/domains/training/runs/run-warnings.js";
import { shown, type Warning, type WatchedReport, type WatchRule } from "./watch-rule.js";

/** Epochs in a row that must show it. */
const EPOCHS = 3;
/** How far above its best a validation loss is clearly worse: Prechelt's generalisation loss of 10%. */
const GENERALISATION_LOSS = 0.1;
/** … and this share of the first training loss, so that the noise of a loss that is nearly nothing counts as nothing. */
const LEAST_RISE = 0.01;

interface Memory {
  first: number | null;
  sum: number;
  reports: number;
  best: { epoch: number; loss: number; validation: number } | null;
  worse: number;
  told: boolean;
}

/**
 * OVER_FITTING: for three epochs in a row the validation loss stood 10% above its best, while the training loss was lower
 * than in that best epoch. It is over when the validation loss reaches a new best.
 *
 * Source: Prechelt, "Early Stopping – But When?", 1998: the criterion GL (generalisation loss) held for successive strips, as UP asks.
 */
export class OverFitting implements WatchRule {
  memory: Memory = { first: null, sum: 0, reports: 0, best: null, worse: 0, told: false };

  observe({ epoch, metrics: { loss, val_loss: validation }, epochEnded }: WatchedReport): Warning | undefined {
    const { memory } = this;
    if (loss !== undefined) {
      memory.first ??= loss;
      memory.sum += loss;
      memory.reports += 1;
    }
    if (!epochEnded || validation === undefined || memory.first === null || memory.reports === 0) return undefined;
    const trained = memory.sum / memory.reports;
    memory.sum = 0;
    memory.reports = 0;
    const { best } = memory;
    if (best === null || validation < best.validation) {
      memory.best = { epoch, loss: trained, validation };
      memory.worse = 0;
      memory.told = false;
      return undefined;
    }
    const rise = validation - best.validation;
    const clear = rise > GENERALISATION_LOSS * Math.abs(best.validation) && rise > LEAST_RISE * Math.abs(memory.first);
    memory.worse = clear && trained < best.loss ? memory.worse + 1 : 0;
    if (memory.worse < EPOCHS || memory.told) return undefined;
    memory.told = true;
    return {
      code: RunWarningCode.OVER_FITTING,
      message:
        `The validation loss was best in epoch ${best.epoch} (${shown(best.validation)}) and is ${shown(validation)} now, ` +
        `while the training loss fell from ${shown(best.loss)} to ${shown(trained)}: it learns the examples by heart.`,
    };
  }
}
