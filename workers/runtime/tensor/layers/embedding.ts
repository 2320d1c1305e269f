import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./own-kernel.js";
import { type Shapes, weightOf, type Weights } from "./weights.js";

/** One row of `width` numbers for each of `entries`. */
export function embeddingShapes(name: string, entries: number, width: number): Shapes {
  return { [`${name}/table`]: [entries, width] };
}

/**
 * The table's rows of these ids: [rows, length] → [rows, length, width]. Backwards each row gets the sum of what came for its
 * ids, in one pass. Throws for an id that the table does not have.
 */
export function embedding(weights: Weights, name: string, ids: tf.Tensor2D): tf.Tensor3D {
  const table = weightOf<tf.Tensor2D>(weights, `${name}/table`);
  const [entries, width] = table.shape;
  return differentiable<tf.Tensor3D>(
    [table],
    (save) => {
      const flat = ids.reshape([-1]);
      save([flat]);
      return tf.gather(table, flat).reshape([...ids.shape, width]);
    },
    (dy, [flat]) => tf.unsortedSegmentSum(dy.reshape([-1, width]), flat as tf.Tensor1D, entries),
  );
}
