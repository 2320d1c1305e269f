/**
 * Numbers in bfloat16, the upper half of a float32: 8 bits of exponent, 7 of fraction. Rounded to the nearest, ties to the even one; what
 * is too large becomes infinite, subnormal numbers are kept, and NaN stays NaN.
 * Source: Kalamkar et al., "A study of BFLOAT16 for deep learning training", 2019.
 */
export function toBfloat16(values: Float32Array, into: Uint16Array = new Uint16Array(values.length)): Uint16Array {
  const bits = bitsOf(values);
  for (let at = 0; at < bits.length; at++) into[at] = roundedBits(bits[at]) >>> 16;
  return into;
}

/** The same numbers as float32, exactly. */
export function fromBfloat16(words: Uint16Array): Float32Array<ArrayBuffer> {
  const values = new Float32Array(words.length);
  const bits = bitsOf(values);
  for (let at = 0; at < words.length; at++) bits[at] = words[at] << 16;
  return values;
}

/** What is left of numbers once they have been bfloat16, in one go. */
export function roundedToBfloat16(values: Float32Array): Float32Array<ArrayBuffer> {
  const rounded = new Float32Array(values.length);
  const [from, to] = [bitsOf(values), bitsOf(rounded)];
  for (let at = 0; at < from.length; at++) to[at] = roundedBits(from[at]);
  return rounded;
}

/** Of a float32's bits the upper half, rounded; the lower half is zero. */
function roundedBits(bits: number): number {
  const nan = (bits & 0x7fffffff) > 0x7f800000;
  // Half of the last place, less one bit where that place is even already: a carry may run up to infinity.
  return (nan ? bits | 0x400000 : bits + 0x7fff + ((bits >>> 16) & 1)) & ~0xffff;
}

/** As signed numbers: unsigned ones above 2^31 would be computed as floats. */
function bitsOf({ buffer, byteOffset, length }: Float32Array): Int32Array {
  return new Int32Array(buffer, byteOffset, length);
}
