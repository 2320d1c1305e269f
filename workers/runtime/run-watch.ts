import { MetricWindow, type WindowState } from "./metric-window.js";
import type { Diagnosis, Metrics } from "./trainer.js";
import { DeadGradients, ExplodingGradients } from "./watch/gradients.js";
import { ModeCollapse } from "./watch/mode-collapse.js";
import { NoProgress } from "./watch/no-progress.js";
import { OverFitting } from "./watch/over-fitting.js";
import type { Warning, WatchRule } from "./watch/watch-rule.js";

/** What a watch remembers: plain JSON, to be kept with a checkpoint. */
export interface WatchState {
  window: WindowState;
  rules: Record<string, object>;
}

/** The run that is watched. */
export interface Watched {
  steps: number;
  epochs: number;
  /** What guessing scores, e.g. ln(classes), where that is known. */
  chanceLoss?: number;
  /** Its loss says nothing of its progress: it is not watched. */
  movingTarget?: boolean;
}

/** What there is to see at a point where the watch looks. `validation` has the metrics named val_…, at an epoch's end. */
export interface Sight {
  epoch: number;
  epochEnded: boolean;
  validation?: Metrics;
  diagnosis?: Diagnosis;
}

/** A watch looks at about this many points of a run, and at every epoch's end. */
const POINTS_PER_RUN = 200;

/**
 * Watches a run as an experienced person would, and warns: of layers that no longer learn, gradients that explode, a loss
 * that does not move, a validation loss that leaves the training loss, made pictures that are all alike. Each rule says in its docstring what it takes, and why.
 *
 * What it says depends on step numbers and metrics alone, not on time nor on how often metrics are reported: a run that goes
 * on with the `state` of its checkpoint is warned of the same at the same steps.
 */
export class RunWatch {
  private readonly interval: number;
  private readonly window: MetricWindow;
  private readonly rules: Record<string, WatchRule>;

  /** Goes on from a `state()`; a rule that the state does not know starts anew. */
  constructor({ steps, epochs, chanceLoss, movingTarget = false }: Watched, state?: WatchState) {
    this.interval = Math.ceil(steps / POINTS_PER_RUN);
    this.window = new MetricWindow(state?.window);
    const others = {
      deadGradients: new DeadGradients(),
      explodingGradients: new ExplodingGradients(chanceLoss),
      modeCollapse: new ModeCollapse(epochs),
    };
    const losses = {
      noProgress: new NoProgress(Math.min(steps, Math.floor(steps / this.interval) + epochs), chanceLoss),
      overFitting: new OverFitting(),
    };
    this.rules = movingTarget ? others : { ...others, ...losses };
    for (const [name, memory] of Object.entries(state?.rules ?? {})) {
      const rule = this.rules[name];
      if (rule) rule.memory = structuredClone(memory);
    }
  }

  /** Takes in what a step said. */
  add(metrics: Metrics): void {
    this.window.add(metrics);
  }

  /** Whether the watch looks after this step. */
  due(step: number, epochEnded: boolean): boolean {
    return epochEnded || step % this.interval === 0;
  }

  /** What there is to point out now, in a fixed order; most often nothing. */
  look({ validation, ...sight }: Sight): Warning[] {
    const report = { ...sight, metrics: { ...this.window.take(), ...validation } };
    return Object.values(this.rules).flatMap((rule) => rule.observe(report) ?? []);
  }

  /** A copy, which later steps leave as it is. */
  state(): WatchState {
    const rules = Object.entries(this.rules).map(([name, { memory }]) => [name, memory] as const);
    return structuredClone({ window: this.window.state(), rules: Object.fromEntries(rules) });
  }
}
