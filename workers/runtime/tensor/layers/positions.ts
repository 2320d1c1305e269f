import * as tf from "@tensorflow/tfjs";

/**
 * Positions as waves, row-major, [length, width]: sines in the even columns, cosines in the odd ones, wavelengths from 2π to 10000 · 2π.
 * Source: Vaswani et al., "Attention is all you need", NIPS 2017, section 3.5.
 */
export function sinusoid(length: number, width: number): Float32Array {
  return Float32Array.from({ length: length * width }, (_, at) => {
    const [position, column] = [Math.floor(at / width), at % width];
    const angle = position / 10_000 ** ((column - (column % 2)) / width);
    return column % 2 === 0 ? Math.sin(angle) : Math.cos(angle);
  });
}

/** The same as a tensor. */
export function sinusoidalPositions(length: number, width: number): tf.Tensor2D {
  return tf.tensor2d(sinusoid(length, width), [length, width]);
}
