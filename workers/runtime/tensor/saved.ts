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

/** The named tensors as variables that training changes. Throws when one is not among the saved ones. */
export function restoredVariables(saved: Record<string, StateTensor>, names: string[]): Record<string, tf.Variable> {
  const entries = names.map((name) => {
    const tensor = saved[name];
    if (!tensor) throw new Error(`no tensor ${name} was saved`);
    const initial = tf.tensor(tensor.values.slice(), tensor.shape, tensor.dtype);
    const variable = tf.variable(initial);
    initial.dispose();
    return [name, variable] as const;
  });
  return Object.fromEntries(entries);
}
