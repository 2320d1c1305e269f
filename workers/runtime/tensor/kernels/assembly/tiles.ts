/**
 * The two micro-kernels of the matrix product. Each computes up to 6 × 8 elements of C in twelve 128-bit accumulators, which
 * with two vectors of B and one broadcast element of A are the fifteen registers that V8 has to give on x64. Called with a
 * literal `height`, `@inline` drops the rows beyond it.
 */

/** What happens to a finished tile: it replaces C, is added to C, or replaces C after max(0, ·). */
export const STORE: usize = 0;
export const ADD: usize = 1;
export const RELU: usize = 2;

function putLane(at: usize, value: f32, mode: usize): void {
  if (mode == ADD) value += load<f32>(at);
  store<f32>(at, value);
}

/** Writes the first `lanes` (0 to 4) of a vector. */
function putPart(at: usize, value: v128, lanes: usize, mode: usize): void {
  if (lanes > 0) putLane(at, f32x4.extract_lane(value, 0), mode);
  if (lanes > 1) putLane(at + 4, f32x4.extract_lane(value, 1), mode);
  if (lanes > 2) putLane(at + 8, f32x4.extract_lane(value, 2), mode);
  if (lanes > 3) putLane(at + 12, f32x4.extract_lane(value, 3), mode);
}

/** Writes one row of a tile, of which the first `lanes` (1 to 8) belong to C. */
// @ts-ignore: decorator
@inline
function put(at: usize, low: v128, high: v128, lanes: usize, mode: usize): void {
  if (lanes < 8) {
    putPart(at, low, min<usize>(lanes, 4), mode);
    putPart(at + 16, high, lanes > 4 ? lanes - 4 : 0, mode);
    return;
  }
  if (mode == ADD) {
    low = f32x4.add(low, v128.load(at));
    high = f32x4.add(high, v128.load(at, 16));
  }
  v128.store(at, low);
  v128.store(at, high, 16);
}

/**
 * C[i][j] from rows of A that are contiguous along k, in `runs` pieces of `length` floats each: piece r of row i begins at
 * rows[i] + offsets[r]. B holds eight columns a step, `bStep` bytes apart. Row i of C begins at out[i] + column.
 */
// @ts-ignore: decorator
@inline
export function rowsTile(
  height: i32, rows: usize, runs: usize, length: usize, offsets: usize, b: usize, bStep: usize,
  out: usize, column: usize, lanes: usize, bias: usize, mode: usize,
): void {
  let low = f32x4.splat(0), high = low;
  if (bias) { low = v128.load(bias); high = v128.load(bias, 16); }
  let c00 = low, c10 = low, c20 = low, c30 = low, c40 = low, c50 = low;
  let c01 = high, c11 = high, c21 = high, c31 = high, c41 = high, c51 = high;
  const bytes = length << 2;
  const last = offsets + (runs << 2);
  for (; offsets < last; offsets += 4) {
    const offset = load<usize>(offsets);
    let a0 = load<usize>(rows) + offset;
    let a1: usize = 0, a2: usize = 0, a3: usize = 0, a4: usize = 0, a5: usize = 0;
    if (height > 1) a1 = load<usize>(rows, 4) + offset;
    if (height > 2) a2 = load<usize>(rows, 8) + offset;
    if (height > 3) a3 = load<usize>(rows, 12) + offset;
    if (height > 4) a4 = load<usize>(rows, 16) + offset;
    if (height > 5) a5 = load<usize>(rows, 20) + offset;
    const end = a0 + bytes;
    while (a0 < end) {
      const b0 = v128.load(b), b1 = v128.load(b, 16);
      let a = v128.load_splat<f32>(a0);
      c00 = f32x4.relaxed_madd(a, b0, c00); c01 = f32x4.relaxed_madd(a, b1, c01);
      if (height > 1) { a = v128.load_splat<f32>(a1); c10 = f32x4.relaxed_madd(a, b0, c10); c11 = f32x4.relaxed_madd(a, b1, c11); a1 += 4; }
      if (height > 2) { a = v128.load_splat<f32>(a2); c20 = f32x4.relaxed_madd(a, b0, c20); c21 = f32x4.relaxed_madd(a, b1, c21); a2 += 4; }
      if (height > 3) { a = v128.load_splat<f32>(a3); c30 = f32x4.relaxed_madd(a, b0, c30); c31 = f32x4.relaxed_madd(a, b1, c31); a3 += 4; }
      if (height > 4) { a = v128.load_splat<f32>(a4); c40 = f32x4.relaxed_madd(a, b0, c40); c41 = f32x4.relaxed_madd(a, b1, c41); a4 += 4; }
      if (height > 5) { a = v128.load_splat<f32>(a5); c50 = f32x4.relaxed_madd(a, b0, c50); c51 = f32x4.relaxed_madd(a, b1, c51); a5 += 4; }
      a0 += 4;
      b += bStep;
    }
  }
  if (mode == RELU) {
    const zero = f32x4.splat(0);
    c00 = f32x4.max(c00, zero); c01 = f32x4.max(c01, zero);
    c10 = f32x4.max(c10, zero); c11 = f32x4.max(c11, zero);
    c20 = f32x4.max(c20, zero); c21 = f32x4.max(c21, zero);
    c30 = f32x4.max(c30, zero); c31 = f32x4.max(c31, zero);
    c40 = f32x4.max(c40, zero); c41 = f32x4.max(c41, zero);
    c50 = f32x4.max(c50, zero); c51 = f32x4.max(c51, zero);
  }
  put(load<usize>(out) + column, c00, c01, lanes, mode);
  if (height > 1) put(load<usize>(out, 4) + column, c10, c11, lanes, mode);
  if (height > 2) put(load<usize>(out, 8) + column, c20, c21, lanes, mode);
  if (height > 3) put(load<usize>(out, 12) + column, c30, c31, lanes, mode);
  if (height > 4) put(load<usize>(out, 16) + column, c40, c41, lanes, mode);
  if (height > 5) put(load<usize>(out, 20) + column, c50, c51, lanes, mode);
}

/**
 * C[i][j] from an A that is contiguous along i: its `height` elements for step k lie at steps[k] + offset. B holds eight
 * columns a step, `bStep` bytes apart. Row i of C begins at out + i · outStep.
 */
// @ts-ignore: decorator
@inline
export function columnsTile(
  height: i32, count: usize, steps: usize, offset: usize, b: usize, bStep: usize,
  out: usize, outStep: usize, lanes: usize, mode: usize,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero, c10 = zero, c20 = zero, c30 = zero, c40 = zero, c50 = zero;
  let c01 = zero, c11 = zero, c21 = zero, c31 = zero, c41 = zero, c51 = zero;
  const end = steps + (count << 2);
  for (; steps < end; steps += 4) {
    const at = load<usize>(steps) + offset;
    const b0 = v128.load(b), b1 = v128.load(b, 16);
    let a = v128.load_splat<f32>(at);
    c00 = f32x4.relaxed_madd(a, b0, c00); c01 = f32x4.relaxed_madd(a, b1, c01);
    if (height > 1) { a = v128.load_splat<f32>(at, 4); c10 = f32x4.relaxed_madd(a, b0, c10); c11 = f32x4.relaxed_madd(a, b1, c11); }
    if (height > 2) { a = v128.load_splat<f32>(at, 8); c20 = f32x4.relaxed_madd(a, b0, c20); c21 = f32x4.relaxed_madd(a, b1, c21); }
    if (height > 3) { a = v128.load_splat<f32>(at, 12); c30 = f32x4.relaxed_madd(a, b0, c30); c31 = f32x4.relaxed_madd(a, b1, c31); }
    if (height > 4) { a = v128.load_splat<f32>(at, 16); c40 = f32x4.relaxed_madd(a, b0, c40); c41 = f32x4.relaxed_madd(a, b1, c41); }
    if (height > 5) { a = v128.load_splat<f32>(at, 20); c50 = f32x4.relaxed_madd(a, b0, c50); c51 = f32x4.relaxed_madd(a, b1, c51); }
    b += bStep;
  }
  put(out, c00, c01, lanes, mode);
  if (height > 1) put(out + outStep, c10, c11, lanes, mode);
  if (height > 2) put(out + 2 * outStep, c20, c21, lanes, mode);
  if (height > 3) put(out + 3 * outStep, c30, c31, lanes, mode);
  if (height > 4) put(out + 4 * outStep, c40, c41, lanes, mode);
  if (height > 5) put(out + 5 * outStep, c50, c51, lanes, mode);
}
