import { type LoopMessage, type LoopOptions, runLoop } from "../../workers/runtime/loop.js";
import type { Metrics, StateTensor, Trainer } from "../../workers/runtime/trainer.js";

/** What a trainer is made to do. */
export interface Plan {
  epochs?: number;
  stepsPerEpoch?: number;
  stepsDone?: number;
  lossAt?: (step: number) => number;
  validation?: (step: number) => Metrics;
  onStep?: (step: number) => void;
  /** The gradient's norm after a step. */
  norm?: (step: number) => number;
  patience?: number;
}

/** A trainer whose loss at step n is what the plan says, n by default. */
class PlannedTrainer implements Trainer {
  readonly epochs: number;
  readonly totalSteps: number;
  stepsDone: number;
  /** The step whose weights were given back. */
  loaded: number | undefined;

  constructor(private readonly plan: Plan) {
    this.epochs = plan.epochs ?? 2;
    this.totalSteps = this.epochs * (plan.stepsPerEpoch ?? 3);
    this.stepsDone = plan.stepsDone ?? 0;
  }

  async step() {
    const step = ++this.stepsDone;
    this.plan.onStep?.(step);
    const stepsPerEpoch = this.totalSteps / this.epochs;
    const metrics = { loss: this.plan.lossAt?.(step) ?? step };
    return { epoch: Math.ceil(step / stepsPerEpoch), metrics, epochEnded: step % stepsPerEpoch === 0 };
  }

  async validate() {
    return this.plan.validation?.(this.stepsDone) ?? { loss: 100 + this.stepsDone };
  }

  async diagnose() {
    return { gradientNorms: { "dense/kernel": this.plan.norm?.(this.stepsDone) ?? 1 } };
  }

  async samples() {
    return [{ name: "picture", mediaType: "text/plain" as const, content: Uint8Array.of(this.stepsDone) }];
  }

  get patience() {
    return this.plan.patience;
  }

  load({ w }: Record<string, StateTensor>) {
    this.loaded = w.values[0];
  }

  async predict() {
    const predictions = { classes: ["a"], labels: Int32Array.of(0), probabilities: Float32Array.of(1) };
    return { kind: "CLASSIFICATION" as const, model: predictions, baseline: { ...predictions, name: "always-a" } };
  }

  async weights() {
    return { w: { shape: [1], dtype: "float32" as const, values: Float32Array.of(this.loaded ?? this.stepsDone) } };
  }

  async state() {
    return { tensors: await this.weights(), json: { stepsDone: this.stepsDone } };
  }

  dispose() {}
}

/** What a run of a planned trainer emits. */
export async function told(plan: Plan, options: Partial<LoopOptions> = {}): Promise<LoopMessage[]> {
  const messages: LoopMessage[] = [];
  const { signal } = new AbortController();
  await runLoop(new PlannedTrainer(plan), {
    emit: (message) => messages.push(message),
    cancel: signal,
    pause: signal,
    now: () => 0,
    ...options,
  });
  return messages;
}

export function warningsOf(messages: LoopMessage[]) {
  return messages.flatMap((message) => (message.type === "warning" ? [`${message.step} ${message.code}`] : []));
}

export function checkpointsOf(messages: LoopMessage[]) {
  return messages.flatMap((message) => (message.type === "checkpoint" ? [message] : []));
}

export function metricsOf(messages: LoopMessage[]) {
  return messages.flatMap((message) =>
    message.type === "metrics"
      ? [{ step: message.step, ...Object.fromEntries(message.metrics.map((m) => [m.name, m.value])) }]
      : [],
  );
}
