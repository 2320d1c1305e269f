const bits = new Uint32Array(1);
const float = new Float32Array(bits.buffer);

/** 2^-24, the smallest half-precision number above zero. */
const SMALLEST = 2 ** -24;

/** The bits of the nearest half-precision number, ties to the even one; beyond 65,504 infinity. Source: IEEE 754-2019, binary16. */
export function halfBits(value: number): number {
  float[0] = value;
  const sign = (bits[0] >>> 16) & 0x8000;
  const size = Math.abs(float[0]);
  if (Number.isNaN(size)) return sign | 0x7e00;
  if (size < 2 ** -14) return sign | evenRounded(size / SMALLEST);
  const exponent = ((bits[0] >>> 23) & 0xff) - 127;
  if (exponent > 15) return sign | 0x7c00;
  const mantissa = evenRounded((size / 2 ** exponent - 1) * 1024);
  // A mantissa that is rounded up to 1024 carries into the exponent, as it should.
  return sign | (((exponent + 15) << 10) + mantissa);
}

/** The number of these bits. */
export function halfValue(half: number): number {
  const sign = half & 0x8000 ? -1 : 1;
  const [exponent, mantissa] = [(half >>> 10) & 0x1f, half & 0x3ff];
  if (exponent === 0) return sign * mantissa * SMALLEST;
  if (exponent === 31) return mantissa === 0 ? sign * Infinity : NaN;
  return sign * (1 + mantissa / 1024) * 2 ** (exponent - 15);
}

function evenRounded(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor;
}
