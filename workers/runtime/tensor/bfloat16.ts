/**
 * Numbers in bfloat16, the upper half of a float32: 8 bits of exponent, 7 of fraction. Rounded to the nearest, ties to the even one; what
 * is too large becomes infinite, subnormal numbers are kept, and NaN stays NaN.
 * Source: Kalamkar et al., "A study of BFLOAT16 for deep learning training", 2019.
 */
export function toBfloat16(values: Float32Array, into: Uint16Array = new Uint16Array(values.length)): Uint16Array {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length);
  for (let at = 0; at < bits.length; at++) {
    const word = bits[at];
    const nan = (word & 0x7fffffff) > 0x7f800000;
    // Half of the last place, less one bit where that place is even already: a carry may run up to infinity.
    into[at] = nan ? (word >>> 16) | 0x40 : (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
  return into;
}

/** The same numbers as float32, exactly. */
export function fromBfloat16(words: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(words.length);
  const bits = new Uint32Array(values.buffer);
  for (let at = 0; at < words.length; at++) bits[at] = words[at] << 16;
  return values;
}
