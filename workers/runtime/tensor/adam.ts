import * as tf from "@tensorflow/tfjs";
import { type AdamAttributes, kernelName } from "./kernels/training.js";

export interface AdamOptions {
  learningRate?: number;
  beta1?: number;
  beta2?: number;
  epsilon?: number;
}

interface Slots {
  first: tf.Tensor;
  second: tf.Tensor;
}

/**
 * Adam (Kingma & Ba 2015, algorithm 1, with ε outside the root) as a tf.Optimizer, one kernel a variable where the backend
 * has it and plain ops elsewhere. Defaults: 0.001, 0.9, 0.999, 1e-7, as in Keras.
 *
 * Everything that decides its next step is `steps` and `slots()`: restoring both goes on exactly where they were read.
 */
export class Adam extends tf.Optimizer {
  static readonly className = "GroundworkAdam";
  learningRate: number;
  steps = 0;
  private readonly beta1: number;
  private readonly beta2: number;
  private readonly epsilon: number;
  private moments = new Map<string, Slots>();

  constructor({ learningRate = 0.001, beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 }: AdamOptions = {}) {
    super();
    this.learningRate = learningRate;
    this.beta1 = beta1;
    this.beta2 = beta2;
    this.epsilon = epsilon;
  }

  /** One step down these gradients, by variable name. A variable without a gradient stays as it is. */
  override applyGradients(gradients: tf.NamedTensorMap | { name: string; tensor: tf.Tensor }[]): void {
    const named = Array.isArray(gradients)
      ? gradients
      : Object.entries(gradients).map(([name, tensor]) => ({ name, tensor }));
    const attributes = this.attributes(++this.steps);
    for (const { name, tensor } of named) {
      const variable = tf.engine().registeredVariables[name];
      if (variable === undefined) throw new Error(`Adam knows no variable ${name}.`);
      const slots = this.moments.get(name) ?? zeros(variable);
      const update = hasKernel() ? updatedInPlace : updated;
      this.moments.set(name, update(variable, tensor, slots, attributes));
    }
  }

  /** The moments, as `<variable>/m` and `<variable>/v`. They belong to the optimiser: copy what must outlive the next step. */
  slots(): Record<string, tf.Tensor> {
    const entries = [...this.moments].flatMap(([name, { first, second }]) => [
      [`${name}/m`, first] as const,
      [`${name}/v`, second] as const,
    ]);
    return Object.fromEntries(entries);
  }

  slotNames(variables: readonly string[]): string[] {
    return variables.flatMap((name) => [`${name}/m`, `${name}/v`]);
  }

  /** Goes on from `slots()` and `steps` of another run; the tensors are copied. */
  restore(slots: Record<string, tf.Tensor>, steps: number): void {
    this.clear();
    for (const [key, first] of Object.entries(slots)) {
      if (!key.endsWith("/m")) continue;
      const name = key.slice(0, -2);
      const second = slots[`${name}/v`];
      if (second === undefined) throw new Error(`The saved moments of ${name} are incomplete.`);
      this.moments.set(name, { first: copied(first), second: copied(second) });
    }
    this.steps = steps;
  }

  override dispose(): void {
    super.dispose();
    this.clear();
  }

  override getConfig(): tf.serialization.ConfigDict {
    return { learningRate: this.learningRate, beta1: this.beta1, beta2: this.beta2, epsilon: this.epsilon };
  }

  private clear(): void {
    tf.dispose([...this.moments.values()].map(({ first, second }) => [first, second]));
    this.moments = new Map();
  }

  private attributes(step: number): AdamAttributes {
    const { beta1, beta2, epsilon } = this;
    return {
      beta1,
      beta2,
      epsilon,
      rate: this.learningRate / (1 - beta1 ** step),
      correction: 1 / (1 - beta2 ** step),
    };
  }
}

/** Whether the backend has a kernel for it. */
function hasKernel(): boolean {
  return tf.getKernel(kernelName.adam, tf.getBackend()) !== undefined;
}

function updatedInPlace(variable: tf.Variable, gradient: tf.Tensor, slots: Slots, attributes: AdamAttributes): Slots {
  const inputs = { gradient, value: variable, ...slots };
  const value: tf.Tensor = tf.engine().runKernel(kernelName.adam, inputs, { ...attributes });
  variable.assign(value);
  value.dispose();
  return slots;
}

function updated(
  variable: tf.Variable,
  gradient: tf.Tensor,
  { first, second }: Slots,
  attributes: AdamAttributes,
): Slots {
  const { beta1, beta2, rate, correction, epsilon } = attributes;
  const [value, newFirst, newSecond] = tf.tidy((): [tf.Tensor, tf.Tensor, tf.Tensor] => {
    const newFirst = first.mul(beta1).add(gradient.mul(1 - beta1));
    const newSecond = second.mul(beta2).add(gradient.square().mul(1 - beta2));
    const step = newFirst.mul(rate).div(newSecond.mul(correction).sqrt().add(epsilon));
    return [variable.sub(step), newFirst, newSecond];
  });
  variable.assign(value);
  tf.dispose([value, first, second]);
  return { first: tf.keep(newFirst), second: tf.keep(newSecond) };
}

function zeros(variable: tf.Tensor): Slots {
  return { first: tf.keep(tf.zerosLike(variable)), second: tf.keep(tf.zerosLike(variable)) };
}

/** Not a clone, which would share the memory that steps overwrite. */
function copied(tensor: tf.Tensor): tf.Tensor {
  return tf.keep(tf.tensor(tensor.dataSync(), tensor.shape));
}
