import * as tf from "@tensorflow/tfjs";
import type { RandomStream } from "../../../../src/kernel/random.js";
import { sequenceKernel } from "../kernels/sequence.js";
import { differentiable, hasKernel, runKernel } from "./own-kernel.js";

/** One seed for each row of a batch, as the trainer draws them for `Dropout`. */
export function dropoutSeeds(random: RandomStream, rows: number): Int32Array {
  return Int32Array.from({ length: rows }, () => random.uint32());
}

/**
 * Inverted dropout for one pass over a batch: silenced elements become 0, the others grow so that sums keep their expectation.
 *
 * The trainer draws one seed for each row; which elements fall silent follows from the row's seed, the place in the network
 * (its calls of `apply`, counted) and the element's index in the row. So no mask travels or is kept, threads that each take some
 * of the rows silence what one thread would have, and all backends silence the same.
 */
export class Dropout {
  private places = 0;

  /** @param rate share of elements that fall silent, 0 ≤ rate < 1. */
  constructor(
    private readonly seeds: Int32Array,
    private readonly rate: number,
  ) {}

  /** `x`, whose first axis (or first axes together, rows first) are the batch's rows. */
  apply<T extends tf.Tensor>(x: T): T {
    const place = scattered(++this.places);
    if (this.rate === 0) return x;
    const keys = this.seeds.map((seed) => scattered(seed ^ place));
    const attributes = { limit: Math.round(this.rate * 2 ** 32), scale: 1 / (1 - this.rate) };
    if (!hasKernel(sequenceKernel.dropout)) return tf.mul(x, maskOf(x.shape, keys, attributes));
    return differentiable<T>(
      [x],
      (save) => {
        const drawn = tf.tensor1d(keys, "int32");
        save([drawn]);
        return runKernel<T>(sequenceKernel.dropout, { x, keys: drawn }, attributes);
      },
      (dy, [drawn]) => runKernel<tf.Tensor>(sequenceKernel.dropout, { x: dy, keys: drawn }, attributes),
    );
  }
}

/** What the kernel multiplies by, as a tensor. */
function maskOf(shape: number[], keys: Int32Array, { limit, scale }: { limit: number; scale: number }): tf.Tensor {
  const size = tf.util.sizeFromShape(shape);
  const width = size / keys.length;
  const mask = Float32Array.from({ length: size }, (_, at) => {
    const drawn = scattered(keys[Math.floor(at / width)] + (at % width)) >>> 0;
    return drawn >= limit ? scale : 0;
  });
  return tf.tensor(mask, shape);
}

/** 32 bits that look independent of those of the next number. Source: Chris Wellons, "Prospecting for hash functions", 2018 (lowbias32). */
function scattered(number: number): number {
  let x = number ^ (number >>> 16);
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return x ^ (x >>> 16);
}
