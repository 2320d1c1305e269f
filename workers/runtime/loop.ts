import { setImmediate as immediate } from "node:timers/promises";
import {
  type Best,
  type Checkpointing,
  DEFAULT_CHECKPOINTING,
} from "../../src/domains/training/runs/checkpointing.specs.js";
import { CheckpointSchedule } from "./checkpoint-schedule.js";
import { EarlyStopping } from "./early-stopping.js";
import { FiniteGuard, type GuardState } from "./finite-guard.js";
import type { FromChild } from "./messages.js";
import { MetricWindow, type WindowState } from "./metric-window.js";
import { modelSize } from "./model-size.js";
import { RunWatch, type WatchState } from "./run-watch.js";
import type { Metrics, StateTensor, Trainer } from "./trainer.js";

/** What a loop tells while it runs, and how it ends. */
export type LoopMessage = Extract<
  FromChild,
  { type: "progress" | "metrics" | "log" | "warning" | "sample" | "checkpoint" | "trained" | "paused" | "cancelled" }
>;

/** What the loop itself must know to go on at a checkpoint as if nothing had happened. Plain JSON. */
export interface LoopState {
  window: WindowState;
  guard: GuardState;
  watch?: WatchState;
  best: Best | null;
}

export interface LoopOptions {
  emit(message: LoopMessage): void;
  /** Ends the run within a step, for good. */
  cancel: AbortSignal;
  /** Ends the run within a step, at a checkpoint. */
  pause: AbortSignal;
  checkpointing?: Checkpointing;
  /** Steps from one report of metrics to the next; null for about 200 reports. */
  metricsEvery?: number | null;
  /** Of the checkpoint that the trainer was opened with. */
  state?: LoopState;
  /** The checkpoint's tensors. */
  tensors?: Record<string, StateTensor>;
  /** Milliseconds on a clock that never goes back. */
  now?: () => number;
}

/** Metrics are reported at about this many points of a run, unless it says otherwise, and at every epoch's end. */
const POINTS_PER_RUN = 200;
const PROGRESS_EVERY_MS = 200;
/** Steps until the pace says something: the first ones warm the backend up. */
const STEPS_FOR_A_PACE = 5;
const PICTURED_EPOCHS = 10;
/** What the best checkpoint goes by: lower is better. */
const JUDGED_BY = "val_loss";

/**
 * Steps a trainer to its end: reports progress and metrics, warns, validates, samples, saves checkpoints, and finishes with
 * `trained`, `paused` or `cancelled`.
 *
 * A metric is the mean over the steps since the last report. Which steps report depends on step numbers alone, and a
 * checkpoint holds the loop's own state beside the trainer's: a run that goes on at any of its checkpoints reports, bit for
 * bit, what the uninterrupted one does. Control returns to the event loop before every step.
 *
 * @throws {TrainingFailure} NON_FINITE_LOSS, NON_FINITE_GRADIENTS when they stop being numbers; whatever the trainer throws.
 */
export async function runLoop(trainer: Trainer, options: LoopOptions): Promise<void> {
  const { emit, cancel, pause, state, tensors: saved, now = () => performance.now() } = options;
  const { epochs, totalSteps: steps } = trainer;
  const interval = options.metricsEvery ?? Math.ceil(steps / POINTS_PER_RUN);
  const window = new MetricWindow(state?.window);
  const guard = new FiniteGuard(state?.guard);
  const watch = new RunWatch(
    { steps, epochs, chanceLoss: trainer.chanceLoss, movingTarget: trainer.movingTarget },
    state?.watch,
  );
  let best = state?.best ?? null;
  const stopping = EarlyStopping.of(trainer, saved);
  const started = now();
  const resumedAt = trainer.stepsDone;
  const schedule = new CheckpointSchedule(
    options.checkpointing ?? DEFAULT_CHECKPOINTING,
    state ? resumedAt : undefined,
    now,
  );
  let shown = -Infinity;

  const progress = (epoch: number) => {
    const done = trainer.stepsDone - resumedAt;
    const msPerStep = (now() - started) / done;
    const etaSeconds = done < STEPS_FOR_A_PACE ? null : ((steps - trainer.stepsDone) * msPerStep) / 1000;
    emit({ type: "progress", epoch, epochs, step: trainer.stepsDone, steps, etaSeconds });
    shown = now();
  };
  const checkpoint = async () => {
    const step = trainer.stepsDone;
    if (schedule.holds(step)) return;
    const { tensors, json } = await trainer.state();
    const loop: LoopState = { window: window.state(), guard: guard.state(), watch: watch.state(), best };
    emit({
      type: "checkpoint",
      step,
      epoch: (step / steps) * epochs,
      best,
      state: { tensors: { ...tensors, ...stopping?.tensors() }, json: { ...json, loop } },
    });
    schedule.saved(step);
  };

  progress(Math.min(epochs, Math.floor((trainer.stepsDone / steps) * epochs) + 1));
  for (;;) {
    await immediate();
    if (cancel.aborted) return emit({ type: "cancelled" });
    if (pause.aborted) {
      await checkpoint();
      return emit({ type: "paused" });
    }
    if (trainer.stepsDone >= steps) break;
    const epochsDone = Math.floor((trainer.stepsDone / steps) * epochs);
    if (stopping?.spent(best, epochsDone)) {
      const message = `It stops after epoch ${epochsDone}: no better validation loss since epoch ${best!.epoch}, whose weights it keeps.`;
      emit({ type: "log", level: "INFO", step: trainer.stepsDone, message });
      break;
    }
    const { epoch, metrics, epochEnded } = await trainer.step();
    const step = trainer.stepsDone;
    guard.check(metrics, { step, steps, epoch });
    window.add(metrics);
    watch.add(metrics);
    let validation: Metrics | undefined;
    if (epochEnded) {
      validation = withPrefix("val_", await trainer.validate());
      guard.check(validation, { step, steps, epoch });
      best = better(best, validation, { step, epoch });
      await stopping?.observe(best, step);
      emit({ type: "metrics", step, epoch, metrics: listed({ ...window.take(), ...validation }) });
      if (isPictured(epoch, epochs))
        for (const sample of (await trainer.samples?.()) ?? []) emit({ type: "sample", step, sample });
    } else if (step % interval === 0) {
      emit({ type: "metrics", step, epoch, metrics: listed(window.take()) });
    }
    if (watch.due(step, epochEnded)) {
      const diagnosis = await trainer.diagnose?.();
      if (diagnosis) guard.checkGradients(diagnosis.gradientNorms, { step, steps, epoch });
      for (const warning of watch.look({ epoch, epochEnded, validation, diagnosis }))
        emit({ type: "warning", step, ...warning });
    }
    if (schedule.due(step, epochEnded)) await checkpoint();
    if (epochEnded || now() - shown >= PROGRESS_EVERY_MS) progress(epoch);
  }
  stopping?.conclude();
  const predictions = await trainer.predict();
  const weights = await trainer.weights();
  const { preparation } = trainer;
  const pruning = await trainer.pruned?.();
  const model = { ...(await modelSize(weights)), ...(pruning && { pruning }) };
  emit({ type: "trained", predictions, weights, preparation, model, seconds: (now() - started) / 1000 });
}

/** At ten epochs of a run, evenly spread, or at all where there are fewer; the last among them. */
function isPictured(epoch: number, epochs: number): boolean {
  const tenth = (number: number) => Math.floor((number * PICTURED_EPOCHS) / epochs);
  return tenth(epoch) > tenth(epoch - 1);
}

function better(best: Best | null, validation: Metrics, at: { step: number; epoch: number }): Best | null {
  const value = validation[JUDGED_BY] as number | undefined;
  if (value === undefined || (best !== null && best.value <= value)) return best;
  return { metric: JUDGED_BY, value, ...at };
}

function withPrefix(prefix: string, metrics: Metrics): Metrics {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [prefix + name, value]));
}

function listed(metrics: Metrics): { name: string; value: number }[] {
  return Object.entries(metrics).map(([name, value]) => ({ name, value }));
}
