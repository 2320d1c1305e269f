import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../../src/kernel/random.js";
import type { StateTensor } from "../../trainer.js";

/** Weights by name, e.g. `encoder1/attention/query/kernel`; the same names in variables, checkpoints and trained models. */
export type Weights = Readonly<Record<string, tf.Tensor>>;

/** Shape of each weight by its name. The name's last part says what it is: `kernel`, `bias`, `table`, `scale` or `offset`. */
export type Shapes = Record<string, number[]>;

/** The named weight. Throws where there is none. */
export function weightOf<T extends tf.Tensor>(weights: Weights, name: string): T {
  const weight = weights[name] as T | undefined;
  if (!weight) throw new Error(`no weight ${name} among ${Object.keys(weights).length}`);
  return weight;
}

/** Numbers in all weights of these shapes. */
export function weightCount(shapes: Shapes): number {
  return Object.values(shapes).reduce((sum, shape) => sum + tf.util.sizeFromShape(shape), 0);
}

/** How first weights are drawn. */
export interface Initialisation {
  /** Standard deviation of embedding tables, normal. */
  table?: number;
  /** Standard deviation of kernels, normal; without it they are uniform within ±√(6 / (fan-in + fan-out)). */
  kernel?: number;
}

/**
 * First weights, drawn in the shapes' order: biases and offsets 0, scales 1, tables normal, kernels uniform (Glorot and Bengio,
 * AISTATS 2010) or, as BERT's are, normal. The last two axes of a kernel are channels in and out, in either order; before them stand
 * the places of a convolution.
 */
export function firstWeights(
  shapes: Shapes,
  random: RandomStream,
  { table = 0.02, kernel }: Initialisation = {},
): Record<string, StateTensor> {
  const tensors = Object.entries(shapes).map(([name, shape]): [string, StateTensor] => {
    const values = new Float32Array(tf.util.sizeFromShape(shape));
    const kind = name.slice(name.lastIndexOf("/") + 1);
    if (kind === "scale") values.fill(1);
    else if (kind === "table") random.fillNormal(values, 0, table);
    else if (kind === "kernel" && kernel !== undefined) random.fillNormal(values, 0, kernel);
    else if (kind === "kernel") {
      const [inputs, outputs] = shape.slice(-2);
      const places = values.length / (inputs * outputs);
      const bound = Math.sqrt(6 / (places * (inputs + outputs)));
      random.fillUniform(values, -bound, bound);
    } else if (kind !== "bias" && kind !== "offset") throw new Error(`${name} is no kind of weight known here`);
    return [name, { shape, dtype: "float32", values }];
  });
  return Object.fromEntries(tensors);
}
