/** Products in which C has one column, or k is 1: the tiles of `tiles.ts` would work for eight columns, or write for each multiply. */

import { RELU } from "./tiles";

// @ts-ignore: decorator
@inline
function total(v: v128): f32 {
  return (f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1)) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** `multiplyRows` for one column: B is contiguous along k, and every element of C is a dot product. */
export function dotRows(
  m: usize, rows: usize, runs: usize, length: usize, offsets: usize,
  b: usize, out: usize, outOffset: usize, bias: usize, mode: usize,
): void {
  const start: f32 = bias ? load<f32>(bias) : 0;
  const whole = (length & ~3) << 2;
  const bytes = length << 2;
  for (let i: usize = 0; i < m; i += 4) {
    const r0 = load<usize>(rows + (i << 2));
    const r1 = i + 1 < m ? load<usize>(rows + (i << 2), 4) : r0;
    const r2 = i + 2 < m ? load<usize>(rows + (i << 2), 8) : r0;
    const r3 = i + 3 < m ? load<usize>(rows + (i << 2), 12) : r0;
    let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0;
    let t0 = start, t1 = start, t2 = start, t3 = start;
    let weights = b;
    for (let run: usize = 0; run < runs; run++) {
      const offset = load<usize>(offsets + (run << 2));
      const a0 = r0 + offset, a1 = r1 + offset, a2 = r2 + offset, a3 = r3 + offset;
      for (let at: usize = 0; at < whole; at += 16) {
        const w = v128.load(weights + at);
        s0 = f32x4.relaxed_madd(v128.load(a0 + at), w, s0);
        s1 = f32x4.relaxed_madd(v128.load(a1 + at), w, s1);
        s2 = f32x4.relaxed_madd(v128.load(a2 + at), w, s2);
        s3 = f32x4.relaxed_madd(v128.load(a3 + at), w, s3);
      }
      for (let at = whole; at < bytes; at += 4) {
        const w = load<f32>(weights + at);
        t0 += load<f32>(a0 + at) * w; t1 += load<f32>(a1 + at) * w;
        t2 += load<f32>(a2 + at) * w; t3 += load<f32>(a3 + at) * w;
      }
      weights += bytes;
    }
    const to = out + (i << 2);
    finish(load<usize>(to) + outOffset, total(s0) + t0, mode);
    if (i + 1 < m) finish(load<usize>(to, 4) + outOffset, total(s1) + t1, mode);
    if (i + 2 < m) finish(load<usize>(to, 8) + outOffset, total(s2) + t2, mode);
    if (i + 3 < m) finish(load<usize>(to, 12) + outOffset, total(s3) + t3, mode);
  }
}

// @ts-ignore: decorator
@inline
function finish(at: usize, value: f32, mode: usize): void {
  store<f32>(at, mode == RELU ? max<f32>(value, 0) : value);
}

/** A block of `multiplyColumns` for one column: each step adds its piece of A, weighed by one number, to the `length` sums at `out`. */
export function weighRows(count: usize, steps: usize, offset: usize, length: usize, b: usize, out: usize): void {
  let column: usize = 0;
  for (; column + 16 <= length; column += 16) {
    const to = out + (column << 2);
    let s0 = v128.load(to), s1 = v128.load(to, 16), s2 = v128.load(to, 32), s3 = v128.load(to, 48);
    for (let k: usize = 0; k < count; k++) {
      const from = load<usize>(steps + (k << 2)) + offset + (column << 2);
      const w = v128.load_splat<f32>(b + (k << 2));
      s0 = f32x4.relaxed_madd(v128.load(from), w, s0); s1 = f32x4.relaxed_madd(v128.load(from, 16), w, s1);
      s2 = f32x4.relaxed_madd(v128.load(from, 32), w, s2); s3 = f32x4.relaxed_madd(v128.load(from, 48), w, s3);
    }
    v128.store(to, s0); v128.store(to, s1, 16); v128.store(to, s2, 32); v128.store(to, s3, 48);
  }
  for (; column < length; column++) {
    const to = out + (column << 2);
    let sum = load<f32>(to);
    for (let k: usize = 0; k < count; k++)
      sum += load<f32>(load<usize>(steps + (k << 2)) + offset + (column << 2)) * load<f32>(b + (k << 2));
    store<f32>(to, sum);
  }
}

/** `multiplyRows`, adding, where k is 1: row i of C grows by its one element of A times B. */
export function spreadRows(m: usize, rows: usize, runs: usize, length: usize, offsets: usize, b: usize, out: usize): void {
  const whole = (length & ~3) << 2;
  const bytes = length << 2;
  const padded = ((length + 7) & ~7) << 2;
  for (let i: usize = 0; i < m; i++) {
    const a = load<f32>(load<usize>(rows + (i << 2)));
    const each = f32x4.splat(a);
    const row = load<usize>(out + (i << 2));
    let weights = b;
    for (let run: usize = 0; run < runs; run++) {
      const to = row + load<usize>(offsets + (run << 2));
      for (let at: usize = 0; at < whole; at += 16)
        v128.store(to + at, f32x4.relaxed_madd(each, v128.load(weights + at), v128.load(to + at)));
      for (let at = whole; at < bytes; at += 4) store<f32>(to + at, load<f32>(to + at) + a * load<f32>(weights + at));
      weights += padded;
    }
  }
}
