import * as tf from "@tensorflow/tfjs";

/** Whether the backend at work has a kernel of this name; tfjs's other backends compute the same by its ops. */
export function hasKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}

/** Runs a kernel that tfjs knows no op for. */
export function runKernel<T extends tf.Tensor | tf.Tensor[]>(
  name: string,
  inputs: tf.NamedTensorMap,
  attributes = {},
): T {
  return tf.engine().runKernel(name, inputs, attributes) as unknown as T;
}

/** The gradients of `differentiable`, one for each of its inputs. */
export type Backwards = (dy: tf.Tensor, saved: tf.Tensor[]) => tf.Tensor | tf.Tensor[];

/**
 * An op with a gradient of its own. `backwards` gets what `forwards` saved: whatever else it would use is gone by then, since a
 * tape keeps no tensor that nobody saved.
 */
export function differentiable<T extends tf.Tensor>(
  inputs: tf.Tensor[],
  forwards: (save: (tensors: tf.Tensor[]) => void) => T,
  backwards: Backwards,
): T {
  const op = tf.customGrad((...given) => {
    const save = given.at(-1) as unknown as (tensors: tf.Tensor[]) => void;
    return {
      value: forwards(save),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => backwards(dy, saved),
    };
  });
  return op(...inputs);
}
