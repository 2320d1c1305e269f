import { setImmediate as immediate } from "node:timers/promises";
import { FiniteGuard } from "./finite-guard.js";
import type { FromChild } from "./messages.js";
import type { Metrics, Trainer } from "./trainer.js";

/** What a loop tells while it runs, and how it ends. */
export type LoopMessage = Extract<
  FromChild,
  { type: "progress" | "metrics" | "sample" | "checkpoint" | "trained" | "cancelled" }
>;

export interface LoopOptions {
  emit(message: LoopMessage): void;
  /** Ends the run within a step. */
  signal: AbortSignal;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

/** Metrics are reported at about this many points of a run, and at every epoch's end. */
const POINTS_PER_RUN = 200;
const PROGRESS_EVERY_MS = 200;
/** Steps until the pace says something: the first ones warm the backend up. */
const STEPS_FOR_A_PACE = 5;

/**
 * Steps a trainer to its end: reports progress and metrics, validates, samples and checkpoints at each epoch's end, and
 * finishes with `trained` or `cancelled`.
 *
 * A metric is the mean over the steps since the last report. Which steps report depends on step numbers alone, so two runs
 * with one seed report the same points; a run resumed from an epoch's checkpoint reports what the uninterrupted one does.
 * The last epoch leaves no checkpoint: `trained` follows at once. Control returns to the event loop before every step.
 *
 * @throws {TrainingFailure} NON_FINITE_LOSS when a metric stops being a number; whatever the trainer throws.
 */
export async function runLoop(
  trainer: Trainer,
  { emit, signal, now = () => performance.now() }: LoopOptions,
): Promise<void> {
  const { epochs, totalSteps: steps } = trainer;
  const interval = Math.ceil(steps / POINTS_PER_RUN);
  const window = new MetricWindow();
  const guard = new FiniteGuard();
  const started = now();
  const resumedAt = trainer.stepsDone;
  let shown = -Infinity;

  const progress = (epoch: number) => {
    const done = trainer.stepsDone - resumedAt;
    const msPerStep = (now() - started) / done;
    const etaSeconds = done < STEPS_FOR_A_PACE ? null : ((steps - trainer.stepsDone) * msPerStep) / 1000;
    emit({ type: "progress", epoch, epochs, step: trainer.stepsDone, steps, etaSeconds });
    shown = now();
  };

  progress(Math.min(epochs, Math.floor((trainer.stepsDone / steps) * epochs) + 1));
  while (trainer.stepsDone < steps) {
    await immediate();
    if (signal.aborted) return emit({ type: "cancelled" });
    const { epoch, metrics, epochEnded } = await trainer.step();
    const step = trainer.stepsDone;
    guard.check(metrics, { step, steps, epoch });
    window.add(metrics);
    if (epochEnded) {
      const validation = withPrefix("val_", await trainer.validate());
      guard.check(validation, { step, steps, epoch });
      emit({ type: "metrics", step, epoch, metrics: listed({ ...window.take(), ...validation }) });
      for (const sample of (await trainer.samples?.()) ?? []) emit({ type: "sample", step, sample });
      if (step < steps) emit({ type: "checkpoint", step, state: await trainer.state() });
    } else if (step % interval === 0) {
      emit({ type: "metrics", step, epoch, metrics: listed(window.take()) });
    }
    if (epochEnded || now() - shown >= PROGRESS_EVERY_MS) progress(epoch);
  }
  await immediate();
  if (signal.aborted) return emit({ type: "cancelled" });
  const predictions = await trainer.predict();
  const weights = await trainer.weights();
  emit({ type: "trained", predictions, weights, seconds: (now() - started) / 1000 });
}

/** Means of the steps since the last report. */
class MetricWindow {
  private sums = new Map<string, { sum: number; count: number }>();

  add(metrics: Metrics): void {
    for (const [name, value] of Object.entries(metrics)) {
      const { sum, count } = this.sums.get(name) ?? { sum: 0, count: 0 };
      this.sums.set(name, { sum: sum + value, count: count + 1 });
    }
  }

  take(): Metrics {
    const means = [...this.sums].map(([name, { sum, count }]) => [name, sum / count] as const);
    this.sums.clear();
    return Object.fromEntries(means);
  }
}

function withPrefix(prefix: string, metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]));
}

function listed(metrics: Metrics): { name: string; value: number }[] {
  return Object.entries(metrics).map(([name, value]) => ({ name, value }));
}
