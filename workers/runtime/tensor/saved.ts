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

/** The named tensors as trainable variables of the same names; a name is free again once its variable is disposed of. */
export function restoredVariables(saved: Record<string, StateTensor>, names: string[]): Record<string, tf.Variable> {
  return tf.tidy(() => {
    const variables = Object.entries(restoredTensors(saved, names)).map(([name, initial]) => {
      return [name, tf.variable(initial, true, name)] as const;
    });
    return Object.fromEntries(variables);
  });
}
