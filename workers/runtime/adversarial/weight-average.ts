import * as tf from "@tensorflow/tfjs";
import type { StateTensor } from "../trainer.js";
import type { Weights } from "../tensor/layers/weights.js";
import { restoredTensors, savedTensors } from "../tensor/saved.js";

type Saved = Record<string, StateTensor>;

/** What averaged weights are called in a checkpoint, before their own names. */
const PREFIX = "average/";

/**
 * The exponential moving average of a network's weights: two networks that learn against each other circle around where they would
 * rest, and the middle of the circle makes better pictures than most points on it. Early on it forgets faster (at most (1 + n) / (10 + n)
 * stays after n updates), so that the first weights do not linger.
 *
 * Source: Yazıcı et al., "The unusual effectiveness of averaging in GAN training", ICLR 2019.
 */
export class WeightAverage {
  private tensors: Record<string, tf.Tensor>;

  /** Begins with these variables' values. `kept`: the share of it that an update keeps. */
  constructor(
    private readonly variables: Readonly<Record<string, tf.Variable>>,
    private readonly kept: number,
  ) {
    this.tensors = copied(variables);
  }

  /** Goes on where a checkpoint was saved. */
  goOnFrom(checkpoint: Saved): void {
    const names = Object.keys(this.variables);
    const saved = Object.fromEntries(names.map((name) => [name, checkpoint[PREFIX + name]]));
    this.dispose();
    this.tensors = restoredTensors(saved, names);
  }

  /** The averages, by the variables' names. They belong to this object: an update replaces them. */
  get weights(): Weights {
    return this.tensors;
  }

  /** Takes the variables' present values in; `updates` counts those before. */
  update(updates: number): void {
    const kept = Math.min(this.kept, (1 + updates) / (10 + updates));
    for (const [name, variable] of Object.entries(this.variables)) {
      const old = this.tensors[name];
      // In this form a weight that does not move stays to the last bit.
      this.tensors[name] = tf.tidy(() => tf.add(old, tf.mul(tf.sub(variable, old), 1 - kept)));
      old.dispose();
    }
  }

  /** Begins anew with the variables' present values. */
  restart(): void {
    this.dispose();
    this.tensors = copied(this.variables);
  }

  /** Copies of the averages, by the variables' names. */
  saved(): Promise<Saved> {
    return savedTensors(this.tensors);
  }

  /** For a checkpoint. */
  async state(): Promise<Saved> {
    return Object.fromEntries(Object.entries(await this.saved()).map(([name, tensor]) => [PREFIX + name, tensor]));
  }

  dispose(): void {
    tf.dispose(this.tensors);
  }
}

/** Not clones, which would share memory. */
function copied(variables: Readonly<Record<string, tf.Tensor>>): Record<string, tf.Tensor> {
  return tf.tidy(() =>
    Object.fromEntries(Object.entries(variables).map(([name, variable]) => [name, tf.mul(variable, 1)])),
  );
}
