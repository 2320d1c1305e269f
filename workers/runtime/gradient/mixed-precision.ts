import * as tf from "@tensorflow/tfjs";
import { roundedToBfloat16 } from "../tensor/bfloat16.js";

type Variables = Readonly<Record<string, tf.Variable>>;

/**
 * Learning in mixed precision: a batch sees the weights rounded to bfloat16 and its gradients are rounded likewise, while the weights that
 * steps are taken on keep 32 bits, so that small steps add up. bfloat16 has the range of float32, and needs no scaling of the loss.
 * Rounding draws no random numbers and remembers nothing: a checkpoint holds no more than without.
 * Source: Micikevicius et al., "Mixed precision training", ICLR 2018.
 */
export class MixedPrecision {
  /** `variables`: all that the network computes with, learnt or not. */
  constructor(private readonly variables: Variables) {}

  /** What `work` learns under rounded weights, its gradients rounded. The weights are whole again afterwards, also when it throws. */
  async learning<T extends { gradients: tf.NamedTensorMap }>(work: () => Promise<T>): Promise<T> {
    const whole: (readonly [tf.Variable, tf.Tensor])[] = [];
    try {
      for (const variable of Object.values(this.variables)) {
        // Shares the values: nothing is copied.
        const copy = variable.clone();
        whole.push([variable, copy]);
        const low = await rounded(copy);
        variable.assign(low);
        low.dispose();
      }
      const learnt = await work();
      return { ...learnt, gradients: await this.gradients(learnt.gradients) };
    } finally {
      for (const [variable, copy] of whole) variable.assign(copy);
      tf.dispose(whole.map(([, copy]) => copy));
    }
  }

  /** Takes the gradients over. */
  private async gradients(gradients: tf.NamedTensorMap): Promise<tf.NamedTensorMap> {
    const low: tf.NamedTensorMap = {};
    for (const [name, gradient] of Object.entries(gradients)) low[name] = await rounded(gradient);
    tf.dispose(gradients);
    return low;
  }
}

async function rounded(tensor: tf.Tensor): Promise<tf.Tensor> {
  const values = (await tensor.data()) as Float32Array;
  return tf.tensor(roundedToBfloat16(values), tensor.shape);
}
