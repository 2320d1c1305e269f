import * as tf from "@tensorflow/tfjs";
import type { StateTensor } from "../trainer.js";
import { type Moments, openOptimiser, type Optimiser, type OptimiserName } from "./optimisers.js";
import { restoredTensors, savedTensors } from "./saved.js";

/** What `descentOptions` leaves a recipe's parameters with; recipes that want other moments of Adam say so. */
export interface DescentParameters extends Moments {
  learningRate: number;
  learningRateSchedule: "constant" | "step" | "cosine";
  warmup: number;
  optimizer: OptimiserName;
  l1: number;
  l2: number;
  gradientClip: number;
}

/** Shares of a run after which `step` cuts the rate, each time to a tenth. */
const CUTS = [0.5, 0.75];

/**
 * Takes a run's steps down its gradients: penalties, clipping, the rate of the moment, the optimiser. Variables with one axis,
 * such as biases, go free of penalties.
 */
export class Descent {
  private readonly optimiser: Optimiser;

  constructor(
    private readonly parameters: DescentParameters,
    private readonly totalSteps: number,
  ) {
    this.optimiser = openOptimiser(parameters.optimizer, parameters);
  }

  /** Updates made so far: with `slots`, all that decides the next one. */
  get updates(): number {
    return this.optimiser.steps;
  }

  /**
   * The rate of the step after so many: after a straight rise over the warm-up, the schedule over what is left. `cosine` is half a
   * cosine from the full rate to 0. Source: Loshchilov and Hutter, "SGDR", ICLR 2017, one cycle.
   */
  rateAt(stepsDone: number): number {
    const { learningRate, learningRateSchedule, warmup } = this.parameters;
    const rising = Math.round(warmup * this.totalSteps);
    if (stepsDone < rising) return (learningRate * (stepsDone + 1)) / rising;
    const done = (stepsDone - rising) / (this.totalSteps - rising);
    if (learningRateSchedule === "step") return learningRate * 0.1 ** CUTS.filter((cut) => done >= cut).length;
    return learningRateSchedule === "cosine" ? (learningRate * (1 + Math.cos(Math.PI * done))) / 2 : learningRate;
  }

  /** One step down `gradients`, which stay the caller's and as they are. Returns its rate. */
  step(variables: Readonly<Record<string, tf.Variable>>, gradients: tf.NamedTensorMap, stepsDone: number): number {
    const rate = this.rateAt(stepsDone);
    this.optimiser.learningRate = rate;
    const { optimizer, l1, l2, gradientClip } = this.parameters;
    const decoupled = optimizer === "adamw";
    if (l1 === 0 && (l2 === 0 || decoupled) && gradientClip === 0) this.optimiser.applyGradients(gradients);
    else {
      const followed = tf.tidy(() => clipped(penalised(variables, gradients, l1, decoupled ? 0 : l2), gradientClip));
      this.optimiser.applyGradients(followed);
      for (const [name, gradient] of Object.entries(followed)) if (gradient !== gradients[name]) gradient.dispose();
    }
    if (decoupled && l2 > 0) decay(variables, rate * l2);
    return rate;
  }

  /** The optimiser's memory, as a checkpoint holds it. */
  slots(): Promise<Record<string, StateTensor>> {
    return savedTensors(this.optimiser.slots());
  }

  /** Goes on where a checkpoint was saved, after so many updates. */
  restore(saved: Record<string, StateTensor>, variables: readonly string[], updates: number): void {
    const tensors = updates > 0 ? restoredTensors(saved, this.optimiser.slotNames(variables)) : {};
    this.optimiser.restore(tensors, updates);
    tf.dispose(tensors);
  }

  dispose(): void {
    this.optimiser.dispose();
  }
}

function isPenalised(variable: tf.Variable): boolean {
  return variable.rank > 1;
}

/** Gradients of the loss with l1 · Σ|w| + l2 / 2 · Σw² added to it. */
function penalised(
  variables: Readonly<Record<string, tf.Variable>>,
  gradients: tf.NamedTensorMap,
  l1: number,
  l2: number,
): tf.NamedTensorMap {
  if (l1 === 0 && l2 === 0) return gradients;
  const entries = Object.entries(gradients).map(([name, gradient]) => {
    const variable = variables[name];
    if (!isPenalised(variable)) return [name, gradient] as const;
    const squares = l2 > 0 ? gradient.add(variable.mul(l2)) : gradient;
    return [name, l1 > 0 ? squares.add(variable.sign().mul(l1)) : squares] as const;
  });
  return Object.fromEntries(entries);
}

/** Gradients shortened to the norm, where theirs together is greater. Source: Pascanu et al., ICML 2013. */
function clipped(gradients: tf.NamedTensorMap, norm: number): tf.NamedTensorMap {
  if (norm === 0) return gradients;
  const squares = Object.values(gradients).map((gradient) => gradient.square().sum());
  const scale = tf.scalar(norm).div(tf.maximum(tf.addN(squares).sqrt(), norm));
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, gradient.mul(scale)]));
}

/** Weights lose a share of themselves. Source: Loshchilov and Hutter, "Decoupled weight decay regularization", ICLR 2019. */
function decay(variables: Readonly<Record<string, tf.Variable>>, share: number): void {
  for (const variable of Object.values(variables).filter(isPenalised)) {
    const kept = tf.tidy(() => variable.mul(1 - share));
    variable.assign(kept);
    kept.dispose();
  }
}
