import type { RandomStream } from "../../../src/kernel/random.js";

/**
 * A mask of inverted dropout: each value is 0 with the probability `rate`, else 1 / (1 − rate), so that what it multiplies keeps its
 * expectation. Undefined where nothing is to be silenced. Source: Srivastava et al., JMLR 15, 2014.
 */
export function dropoutMask(rate: number, size: number, random: () => RandomStream): Float32Array | undefined {
  if (rate === 0) return undefined;
  const kept = 1 / (1 - rate);
  return random()
    .fillUniform(new Float32Array(size))
    .map((drawn) => (drawn < rate ? 0 : kept));
}
