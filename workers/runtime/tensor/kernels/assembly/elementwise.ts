/** Single passes over memory that tfjs would do in several. `count` is in floats throughout. */

/** Rows that are summed together. */
const CACHED_ROWS: usize = 128;

/** The gradient of relu from its own output: dx = dy where y > 0, else 0. */
export function reluGrad(dy: usize, y: usize, dx: usize, count: usize): void {
  const zero = f32x4.splat(0);
  const whole = (count & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16)
    v128.store(dx + at, v128.and(v128.load(dy + at), f32x4.gt(v128.load(y + at), zero)));
  for (let at = whole; at < count << 2; at += 4) store<f32>(dx + at, load<f32>(y + at) > 0 ? load<f32>(dy + at) : 0);
}

/** `reluGrad`, and while its values are in the cache `columnSums` of them: the gradient of a bias added before the relu. */
export function reluBiasGrad(dy: usize, y: usize, dx: usize, rows: usize, columns: usize, sums: usize): void {
  memory.fill(sums, 0, columns << 2);
  for (let first: usize = 0; first < rows; first += CACHED_ROWS) {
    const block = min<usize>(CACHED_ROWS, rows - first);
    const at = (first * columns) << 2;
    reluGrad(dy + at, y + at, dx + at, block * columns);
    addColumnSums(dx + at, block, columns, sums);
  }
}

/** Adds a bias of `columns` floats to each row, in place. */
export function addBias(x: usize, rows: usize, columns: usize, bias: usize): void {
  for (let row: usize = 0; row < rows; row++)
    for (let column: usize = 0; column < columns; column++) {
      store<f32>(x, load<f32>(x) + load<f32>(bias + (column << 2)));
      x += 4;
    }
}

/** out[j] = Σ over rows of x[row][j]; blocks of rows are summed apart, which keeps the rounding error of long sums small. */
export function columnSums(x: usize, rows: usize, columns: usize, out: usize): void {
  memory.fill(out, 0, columns << 2);
  for (let first: usize = 0; first < rows; first += CACHED_ROWS)
    addColumnSums(x + ((first * columns) << 2), min<usize>(CACHED_ROWS, rows - first), columns, out);
}

function addColumnSums(x: usize, rows: usize, columns: usize, out: usize): void {
  const step = columns << 2;
  const end = x + rows * step;
  let column: usize = 0;
  for (; column + 16 <= columns; column += 16) {
    let s0 = f32x4.splat(0),
      s1 = s0,
      s2 = s0,
      s3 = s0;
    for (let at = x + (column << 2); at < end; at += step) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
    }
    const to = out + (column << 2);
    v128.store(to, f32x4.add(v128.load(to), s0));
    v128.store(to, f32x4.add(v128.load(to, 16), s1), 16);
    v128.store(to, f32x4.add(v128.load(to, 32), s2), 32);
    v128.store(to, f32x4.add(v128.load(to, 48), s3), 48);
  }
  for (; column < columns; column++) {
    let sum: f32 = 0;
    for (let at = x + (column << 2); at < end; at += step) sum += load<f32>(at);
    const to = out + (column << 2);
    store<f32>(to, load<f32>(to) + sum);
  }
}

/**
 * One step of Adam (Kingma & Ba 2015, algorithm 1). `rate` is lr / (1 − β1ᵗ) and `correction` is 1 / (1 − β2ᵗ).
 * Old and new values may share an address.
 */
export function adam(
  count: usize,
  gradient: usize,
  value: usize,
  first: usize,
  second: usize,
  newValue: usize,
  newFirst: usize,
  newSecond: usize,
  beta1: f32,
  beta2: f32,
  rate: f32,
  correction: f32,
  epsilon: f32,
): void {
  const keep1 = f32x4.splat(beta1),
    keep2 = f32x4.splat(beta2);
  const take1 = f32x4.splat(1 - beta1),
    take2 = f32x4.splat(1 - beta2);
  const rates = f32x4.splat(rate),
    corrections = f32x4.splat(correction),
    epsilons = f32x4.splat(epsilon);
  const whole = (count & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) {
    const g = v128.load(gradient + at);
    const m = f32x4.add(f32x4.mul(keep1, v128.load(first + at)), f32x4.mul(take1, g));
    const v = f32x4.add(f32x4.mul(keep2, v128.load(second + at)), f32x4.mul(take2, f32x4.mul(g, g)));
    const step = f32x4.div(f32x4.mul(rates, m), f32x4.add(f32x4.sqrt(f32x4.mul(v, corrections)), epsilons));
    v128.store(newValue + at, f32x4.sub(v128.load(value + at), step));
    v128.store(newFirst + at, m);
    v128.store(newSecond + at, v);
  }
  for (let at = whole; at < count << 2; at += 4) {
    const g = load<f32>(gradient + at);
    const m = beta1 * load<f32>(first + at) + (1 - beta1) * g;
    const v = beta2 * load<f32>(second + at) + (1 - beta2) * (g * g);
    store<f32>(newValue + at, load<f32>(value + at) - (rate * m) / (sqrt<f32>(v * correction) + epsilon));
    store<f32>(newFirst + at, m);
    store<f32>(newSecond + at, v);
  }
}

/** out = a · x + b · y; `out` may be either of them. */
export function weightedSum(x: usize, y: usize, out: usize, count: usize, a: f32, b: f32): void {
  const as = f32x4.splat(a),
    bs = f32x4.splat(b);
  const whole = (count & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16)
    v128.store(out + at, f32x4.add(f32x4.mul(as, v128.load(x + at)), f32x4.mul(bs, v128.load(y + at))));
  for (let at = whole; at < count << 2; at += 4) store<f32>(out + at, a * load<f32>(x + at) + b * load<f32>(y + at));
}

/** out[ids[i]] += x[i], rows of `width` floats; ids outside 0 … segments − 1 are dropped, as TensorFlow does. */
export function segmentSum(x: usize, ids: usize, rows: usize, width: usize, segments: usize, out: usize): void {
  memory.fill(out, 0, (segments * width) << 2);
  const whole = width & ~3;
  for (let row: usize = 0; row < rows; row++) {
    const id = load<usize>(ids + (row << 2));
    if (id < segments) {
      let to = out + ((id * width) << 2);
      let from = x + ((row * width) << 2);
      for (const end = to + (whole << 2); to < end; to += 16) {
        v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
        from += 16;
      }
      for (let i = whole; i < width; i++) {
        store<f32>(to, load<f32>(to) + load<f32>(from));
        to += 4;
        from += 4;
      }
    }
  }
}
