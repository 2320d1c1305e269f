import { TrainingFailure } from "./failure.js";
import type { Metrics } from "./trainer.js";

const REMEMBERED = 5;
/** A loss this many times as large as a few steps before counts as growing. */
const GROWTH = 2;

/** The newest values of each metric, oldest first. Plain JSON. */
export type GuardState = Record<string, number[]>;

/** Where in the run a metric was seen. */
interface Position {
  step: number;
  steps: number;
  epoch: number;
}

/** Ends a run whose metrics are no longer numbers, and says what most likely made them so. */
export class FiniteGuard {
  private readonly recent: Map<string, number[]>;

  /** Goes on from a `state()`. */
  constructor(state: GuardState = {}) {
    this.recent = new Map(Object.entries(state));
  }

  /** @throws {TrainingFailure} NON_FINITE_LOSS when a metric is NaN or infinite. */
  check(metrics: Metrics, { step, steps, epoch }: Position): void {
    for (const [name, value] of Object.entries(metrics)) {
      const before = this.recent.get(name) ?? [];
      if (!Number.isFinite(value)) {
        const where = `${name} became ${value} at step ${step} of ${steps} (epoch ${epoch}).`;
        throw new TrainingFailure("NON_FINITE_LOSS", `${where} ${diagnosis(before)}`);
      }
      this.recent.set(name, [...before, value].slice(-REMEMBERED));
    }
  }

  /** @throws {TrainingFailure} NON_FINITE_GRADIENTS when the norm of a gradient is: the weights are lost, whatever the loss. */
  checkGradients(norms: Record<string, number>, { step, steps, epoch }: Position): void {
    const broken = Object.entries(norms).find(([, norm]) => !Number.isFinite(norm));
    if (!broken) return;
    const where = `The gradient of ${broken[0]} became ${broken[1]} at step ${step} of ${steps} (epoch ${epoch}).`;
    throw new TrainingFailure(
      "NON_FINITE_GRADIENTS",
      `${where} ${diagnosis(this.recent.get("loss") ?? [], "The loss")}`,
    );
  }

  state(): GuardState {
    return Object.fromEntries(this.recent);
  }
}

function diagnosis(before: number[], subject = "It"): string {
  const first = before[0];
  const last = before.at(-1);
  if (first === undefined || last === undefined)
    return `${subject} was never finite: look for missing or infinite numbers in the data, or a learning rate that is far too high.`;
  const course = `from ${first.toPrecision(3)} to ${last.toPrecision(3)} in the ${before.length} steps before`;
  if (Math.abs(last) > GROWTH * Math.abs(first))
    return `${subject} had grown ${course}: the learning rate is most likely too high; try a tenth of it.`;
  return `${subject} went ${course}, so it did not diverge slowly: look for a broken example in this batch, or try a lower learning rate.`;
}
