import * as tf from "@tensorflow/tfjs";
import type { StateTensor } from "../trainer.js";

/** Copies of the tensors' values, independent of the backend, as a checkpoint or a model holds them. */
export async function savedTensors(tensors: Record<string, tf.Tensor>): Promise<Record<string, StateTensor>> {
  const entries = Object.entries(tensors).map(async ([name, tensor]) => {
    const values = (await tensor.data()).slice() as Float32Array | Int32Array;
    return [name, { shape: tensor.shape.slice(), dtype: tensor.dtype as StateTensor["dtype"], values }] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

/** The named tensors as they were saved. Throws when one is not among them. The caller disposes. */
export function restoredTensors(saved: Record<string, StateTensor>, names: string[]): Record<string, tf.Tensor> {
  const entries = names.map((name) => {
    const tensor = saved[name];
    if (!tensor) throw new Error(`no tensor ${name} was saved`);
    return [name, tf.tensor(tensor.values.slice(), tensor.shape, tensor.dtype)] as const;
  });
  return Object.fromEntries(entries);
}

/** The named tensors as variables of the same names; a name is free again once its variable is disposed of. */
export function restoredVariables(
  saved: Record<string, StateTensor>,
  names: string[],
  trainable = true,
): Record<string, tf.Variable> {
  return tf.tidy(() => {
    const variables = Object.entries(restoredTensors(saved, names)).map(([name, initial]) => {
      return [name, tf.variable(initial, trainable, name)] as const;
    });
    return Object.fromEntries(variables);
  });
}

/** Gives the variables the values that were saved under their names. Throws when one is not among them. */
export function assign(variables: Readonly<Record<string, tf.Variable>>, saved: Record<string, StateTensor>): void {
  const tensors = restoredTensors(saved, Object.keys(variables));
  for (const [name, tensor] of Object.entries(tensors)) variables[name].assign(tensor);
  tf.dispose(tensors);
}

/** Copies of the variables' values as `savedTensors` makes them, at once: for the few places that cannot wait. */
export function savedAtOnce(tensors: Readonly<Record<string, tf.Tensor>>): Record<string, StateTensor> {
  const entries = Object.entries(tensors).map(([name, tensor]): [string, StateTensor] => {
    const values = tensor.dataSync().slice() as Float32Array | Int32Array;
    return [name, { shape: tensor.shape.slice(), dtype: tensor.dtype as StateTensor["dtype"], values }];
  });
  return Object.fromEntries(entries);
}

/** Weights of these shapes, all zero: what a replica begins with. */
export function zeros(shapes: Record<string, number[]>): Record<string, StateTensor> {
  const entries = Object.entries(shapes).map(([name, shape]): [string, StateTensor] => {
    return [name, { shape, dtype: "float32", values: new Float32Array(tf.util.sizeFromShape(shape)) }];
  });
  return Object.fromEntries(entries);
}
