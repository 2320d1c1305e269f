import * as tf from "@tensorflow/tfjs";
import { differentiable } from "./own-kernel.js";

/**
 * Sequences the other way round: of `x` [length, rows, width] each row's first positions, as many as its entry in `lengths` says, in
 * reverse; padding stays at the end. Done twice it gives `x` back.
 */
export function reversed(x: tf.Tensor3D, lengths: ArrayLike<number>): tf.Tensor3D {
  const [length, rows, width] = x.shape;
  const places = Int32Array.from({ length: length * rows }, (_, place) => {
    const [at, row] = [Math.floor(place / rows), place % rows];
    return at < lengths[row] ? (lengths[row] - 1 - at) * rows + row : place;
  });
  const turned = (y: tf.Tensor, order: tf.Tensor) =>
    tf.gather(y.reshape([length * rows, width]), order).reshape<tf.Tensor3D>([length, rows, width]);
  return differentiable<tf.Tensor3D>(
    [x],
    (save) => {
      const order = tf.tensor1d(places, "int32");
      save([order]);
      return turned(x, order);
    },
    (dy, [order]) => turned(dy, order),
  );
}
