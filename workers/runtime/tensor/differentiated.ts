import * as tf from "@tensorflow/tfjs";
import type { Learning } from "../parallel/network.js";

/** What a forward pass makes: the loss to be differentiated, and tensors that are wanted besides it. */
type Forward<N extends string> = { loss: tf.Scalar } & Record<N, tf.Tensor>;

/**
 * Gradients of a loss by its variables, the loss, and the values of the other tensors that `forward` returns. Everything else that it
 * makes is disposed of, some of it before the way back: what a gradient function of your own (`tf.customGrad`) reads there, make before.
 */
export async function differentiated<N extends string = never>(
  variables: Readonly<Record<string, tf.Variable>>,
  forward: () => Forward<N>,
): Promise<Learning<{ loss: number } & Record<N, Float32Array>>> {
  const { value, grads, wanted } = tf.tidy(() => {
    let wanted: Record<string, tf.Tensor> = {};
    const { value, grads } = tf.variableGrads(() => {
      const { loss, ...others } = forward();
      wanted = others;
      for (const tensor of Object.values(wanted)) tf.keep(tensor);
      return loss;
    }, Object.values(variables));
    return { value, grads, wanted };
  });
  const found: Record<string, number | Float32Array> = { loss: (await value.data())[0] };
  for (const [name, tensor] of Object.entries(wanted)) found[name] = (await tensor.data()) as Float32Array;
  tf.dispose([value, wanted]);
  return { gradients: grads, found: found as { loss: number } & Record<N, Float32Array> };
}
