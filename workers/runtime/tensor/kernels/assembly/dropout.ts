/** Dropout that keeps no mask. Sizes are in floats. */

/** Bits of 32 that look independent of those of the next number. Source: Chris Wellons, "Prospecting for hash functions", 2018 (lowbias32). */
// @ts-ignore: decorator
@inline
function scattered(number: v128): v128 {
  let x = v128.xor(number, i32x4.shr_u(number, 16));
  x = i32x4.mul(x, i32x4.splat(0x7feb352d));
  x = v128.xor(x, i32x4.shr_u(x, 15));
  x = i32x4.mul(x, i32x4.splat(<i32>0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

/**
 * Each element of row r becomes 0 where `scattered(keys[r] + index in the row)` is below `limit`, and is multiplied by `scale` elsewhere.
 * The same keys give the same elements: forwards and backwards nothing is kept.
 */
export function dropout(
  x: usize,
  keys: usize,
  y: usize,
  rows: usize,
  width: usize,
  limit: u32,
  scale: f32,
): void {
  const whole = (width & ~3) << 2;
  const limits = i32x4.splat(<i32>limit),
    scales = f32x4.splat(scale);
  for (let row: usize = 0; row < rows; row++) {
    const key = load<i32>(keys + (row << 2));
    let places = i32x4.add(i32x4.splat(key), i32x4(0, 1, 2, 3));
    for (let at: usize = 0; at < whole; at += 16) {
      const kept = i32x4.ge_u(scattered(places), limits);
      v128.store(y + at, v128.and(kept, f32x4.mul(v128.load(x + at), scales)));
      places = i32x4.add(places, i32x4.splat(4));
    }
    for (let i = width & ~3; i < width; i++) {
      const drawn = <u32>i32x4.extract_lane(scattered(i32x4.splat(key + <i32>i)), 0);
      store<f32>(y + (i << 2), drawn >= limit ? load<f32>(x + (i << 2)) * scale : 0);
    }
    x += width << 2;
    y += width << 2;
  }
}
