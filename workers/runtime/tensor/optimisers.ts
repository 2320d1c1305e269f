import * as tf from "@tensorflow/tfjs";
import { Adam } from "./adam.js";

/** Moves variables down their gradients. All that decides its next step is `steps` and `slots()`. */
export interface Optimiser {
  learningRate: number;
  readonly steps: number;
  /** One step down these gradients, by variable name. */
  applyGradients(gradients: tf.NamedTensorMap): void;
  /** What it remembers of each variable. It belongs to the optimiser: copy what must outlive the next step. */
  slots(): Record<string, tf.Tensor>;
  /** Names of the slots of these variables. */
  slotNames(variables: readonly string[]): string[];
  /** Goes on from `slots()` and `steps` of another run; the tensors are copied. */
  restore(slots: Record<string, tf.Tensor>, steps: number): void;
  dispose(): void;
}

export type OptimiserName = "adam" | "adamw" | "sgd" | "momentum" | "rmsprop";

const MOMENTUM = 0.9;
const DECAY = 0.9;
const EPSILON = 1e-7;

/** Adam's decay rates of the mean gradient and of the mean square; what is left out is customary (0.9 and 0.999). */
export interface Moments {
  beta1?: number;
  beta2?: number;
}

/** The optimiser of that name with its customary constants but for Adam's `moments`. `adamw` is Adam: the decay is the descent's. */
export function openOptimiser(name: OptimiserName, { beta1, beta2 }: Moments = {}): Optimiser {
  if (name === "sgd") return new OneSlot("", (_, gradient) => ({ step: gradient.clone() }));
  if (name === "momentum") {
    return new OneSlot("velocity", (velocity, gradient) => {
      const kept = velocity.mul(MOMENTUM).add(gradient);
      return { step: kept.clone(), kept };
    });
  }
  if (name === "rmsprop") {
    return new OneSlot("square", (square, gradient) => {
      const kept = square.mul(DECAY).add(gradient.square().mul(1 - DECAY));
      return { step: gradient.div(kept.sqrt().add(EPSILON)), kept };
    });
  }
  return new Adam({ beta1, beta2 });
}

/** The step down a gradient before the learning rate, and what is remembered for the next. */
type Rule = (slot: tf.Tensor, gradient: tf.Tensor) => { step: tf.Tensor; kept?: tf.Tensor };

/**
 * Optimisers that remember at most one tensor of each variable: stochastic gradient descent, with momentum (Polyak 1964;
 * v ← 0.9 v + g) or divided by a running root mean square (RMSprop, Hinton 2012, lecture 6e: decay 0.9, ε 1e-7 outside the root).
 */
class OneSlot implements Optimiser {
  learningRate = 0.01;
  steps = 0;
  private kept: Record<string, tf.Tensor> = {};

  constructor(
    /** Of the slot; empty when nothing is remembered. */
    private readonly suffix: string,
    private readonly rule: Rule,
  ) {}

  applyGradients(gradients: tf.NamedTensorMap): void {
    this.steps++;
    for (const [name, gradient] of Object.entries(gradients)) {
      const variable = tf.engine().registeredVariables[name];
      const old = this.kept[this.slotName(name)];
      const { value, kept } = tf.tidy(() => {
        const { step, kept } = this.rule(old ?? tf.zerosLike(variable), gradient);
        return { value: variable.sub(step.mul(this.learningRate)), kept };
      });
      variable.assign(value);
      value.dispose();
      if (!kept) continue;
      old?.dispose();
      this.kept[this.slotName(name)] = tf.keep(kept);
    }
  }

  slots(): Record<string, tf.Tensor> {
    return { ...this.kept };
  }

  slotNames(variables: readonly string[]): string[] {
    return this.suffix ? variables.map((name) => this.slotName(name)) : [];
  }

  restore(slots: Record<string, tf.Tensor>, steps: number): void {
    this.dispose();
    this.kept = Object.fromEntries(Object.entries(slots).map(([name, slot]) => [name, tf.keep(slot.clone())]));
    this.steps = steps;
  }

  dispose(): void {
    tf.dispose(this.kept);
    this.kept = {};
  }

  private slotName(variable: string): string {
    return `${variable}/${this.suffix}`;
  }
}
