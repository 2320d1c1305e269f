/** Single passes for layers over sequences: layer normalisation, the Gaussian error linear unit, dropout. Sizes are in floats. */

// @ts-ignore: decorator
@inline
function sumOf(v: v128): f32 {
  return f32x4.extract_lane(v, 0) + f32x4.extract_lane(v, 1) + (f32x4.extract_lane(v, 2) + f32x4.extract_lane(v, 3));
}

/** Mean of `width` floats. */
function meanOf(x: usize, width: usize): f32 {
  const whole = (width & ~3) << 2;
  let sums = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) sums = f32x4.add(sums, v128.load(x + at));
  let sum = sumOf(sums);
  for (let at = whole; at < width << 2; at += 4) sum += load<f32>(x + at);
  return sum / <f32>width;
}

/** 1 / √(variance + ε) of `width` floats around their mean. */
function inverseDeviation(x: usize, width: usize, mean: f32, epsilon: f32): f32 {
  const whole = (width & ~3) << 2;
  const means = f32x4.splat(mean);
  let squares = f32x4.splat(0);
  for (let at: usize = 0; at < whole; at += 16) {
    const apart = f32x4.sub(v128.load(x + at), means);
    squares = f32x4.add(squares, f32x4.mul(apart, apart));
  }
  let sum = sumOf(squares);
  for (let at = whole; at < width << 2; at += 4) {
    const apart = load<f32>(x + at) - mean;
    sum += apart * apart;
  }
  return 1 / sqrt<f32>(sum / <f32>width + epsilon);
}

/** y = (x − mean) / √(variance + ε) · scale + offset, row by row. Source: Ba, Kiros and Hinton, "Layer normalization", 2016. */
export function layerNorm(
  x: usize,
  scale: usize,
  offset: usize,
  y: usize,
  rows: usize,
  width: usize,
  epsilon: f32,
): void {
  const bytes = width << 2;
  const whole = (width & ~3) << 2;
  for (let row: usize = 0; row < rows; row++) {
    const mean = meanOf(x, width);
    const inverse = inverseDeviation(x, width, mean, epsilon);
    const means = f32x4.splat(mean),
      inverses = f32x4.splat(inverse);
    for (let at: usize = 0; at < whole; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), inverses);
      v128.store(y + at, f32x4.add(f32x4.mul(normal, v128.load(scale + at)), v128.load(offset + at)));
    }
    for (let at = whole; at < bytes; at += 4)
      store<f32>(y + at, (load<f32>(x + at) - mean) * inverse * load<f32>(scale + at) + load<f32>(offset + at));
    x += bytes;
    y += bytes;
  }
}

/**
 * Gradients of `layerNorm` from its input: with g = dy · scale and n the normalised row, dx = (g − mean(g) − n · mean(g · n)) / √(variance + ε);
 * dScale = Σ dy · n and dOffset = Σ dy over the rows.
 */
export function layerNormGrad(
  x: usize,
  dy: usize,
  scale: usize,
  dx: usize,
  dScale: usize,
  dOffset: usize,
  rows: usize,
  width: usize,
  epsilon: f32,
): void {
  const bytes = width << 2;
  const whole = (width & ~3) << 2;
  memory.fill(dScale, 0, bytes);
  memory.fill(dOffset, 0, bytes);
  for (let row: usize = 0; row < rows; row++) {
    const mean = meanOf(x, width);
    const inverse = inverseDeviation(x, width, mean, epsilon);
    const means = f32x4.splat(mean),
      inverses = f32x4.splat(inverse);
    let slopes = f32x4.splat(0),
      products = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), inverses);
      const incoming = v128.load(dy + at);
      const slope = f32x4.mul(incoming, v128.load(scale + at));
      slopes = f32x4.add(slopes, slope);
      products = f32x4.add(products, f32x4.mul(slope, normal));
      v128.store(dScale + at, f32x4.add(v128.load(dScale + at), f32x4.mul(incoming, normal)));
      v128.store(dOffset + at, f32x4.add(v128.load(dOffset + at), incoming));
    }
    let slopeSum = sumOf(slopes),
      productSum = sumOf(products);
    for (let at = whole; at < bytes; at += 4) {
      const normal = (load<f32>(x + at) - mean) * inverse;
      const incoming = load<f32>(dy + at);
      const slope = incoming * load<f32>(scale + at);
      slopeSum += slope;
      productSum += slope * normal;
      store<f32>(dScale + at, load<f32>(dScale + at) + incoming * normal);
      store<f32>(dOffset + at, load<f32>(dOffset + at) + incoming);
    }
    const slopeMean = slopeSum / <f32>width,
      productMean = productSum / <f32>width;
    const slopeMeans = f32x4.splat(slopeMean),
      productMeans = f32x4.splat(productMean);
    for (let at: usize = 0; at < whole; at += 16) {
      const normal = f32x4.mul(f32x4.sub(v128.load(x + at), means), inverses);
      const slope = f32x4.mul(v128.load(dy + at), v128.load(scale + at));
      const centred = f32x4.sub(f32x4.sub(slope, slopeMeans), f32x4.mul(normal, productMeans));
      v128.store(dx + at, f32x4.mul(centred, inverses));
    }
    for (let at = whole; at < bytes; at += 4) {
      const normal = (load<f32>(x + at) - mean) * inverse;
      const slope = load<f32>(dy + at) * load<f32>(scale + at);
      store<f32>(dx + at, (slope - slopeMean - normal * productMean) * inverse);
    }
    x += bytes;
    dy += bytes;
    dx += bytes;
  }
}

/** p(x) with the next coefficient: x · p + c. */
// @ts-ignore: decorator
@inline
function next(p: v128, x: v128, c: f32): v128 {
  return f32x4.add(f32x4.mul(p, x), f32x4.splat(c));
}

/** The error function within 3 units of the last place: a rational approximation on −4 … 4, as in Eigen's `generic_fast_erf_float`. */
function erf(value: v128): v128 {
  const x = f32x4.max(f32x4.min(value, f32x4.splat(4)), f32x4.splat(-4));
  const square = f32x4.mul(x, x);
  let p = f32x4.splat(-2.72614225801306e-10);
  p = next(p, square, 2.77068142495902e-8);
  p = next(p, square, -2.10102402082508e-6);
  p = next(p, square, -5.69250639462346e-5);
  p = next(p, square, -7.34990630326855e-4);
  p = next(p, square, -2.95459980854025e-3);
  p = next(p, square, -1.60960333262415e-2);
  let q = f32x4.splat(-1.45660718464996e-5);
  q = next(q, square, -2.13374055278905e-4);
  q = next(q, square, -1.68282697438203e-3);
  q = next(q, square, -7.37332916720468e-3);
  q = next(q, square, -1.42647390514189e-2);
  return f32x4.div(f32x4.mul(x, p), q);
}

/** e to x, for x of −87 … 0, within 2 units of the last place. Source: Moshier's Cephes library, `expf`. */
function exp(value: v128): v128 {
  const limited = f32x4.max(value, f32x4.splat(-87));
  const power = f32x4.nearest(f32x4.mul(limited, f32x4.splat(1.44269504088896341)));
  let x = f32x4.sub(limited, f32x4.mul(power, f32x4.splat(0.693359375)));
  x = f32x4.sub(x, f32x4.mul(power, f32x4.splat(-2.12194440e-4)));
  let p = f32x4.splat(1.9875691500e-4);
  p = next(p, x, 1.3981999507e-3);
  p = next(p, x, 8.3334519073e-3);
  p = next(p, x, 4.1665795894e-2);
  p = next(p, x, 1.6666665459e-1);
  p = next(p, x, 5.0000001201e-1);
  p = f32x4.add(f32x4.add(f32x4.mul(p, f32x4.mul(x, x)), x), f32x4.splat(1));
  const exponent = i32x4.shl(i32x4.add(i32x4.trunc_sat_f32x4_s(power), i32x4.splat(127)), 23);
  return f32x4.mul(p, exponent);
}

const ROOT_HALF: f32 = 0.70710678118654752;
const ROOT_HALF_PI: f32 = 0.39894228040143268;

// @ts-ignore: decorator
@inline
function gelu4(x: v128): v128 {
  const half = f32x4.mul(x, f32x4.splat(0.5));
  return f32x4.add(half, f32x4.mul(half, erf(f32x4.mul(x, f32x4.splat(ROOT_HALF)))));
}

// @ts-ignore: decorator
@inline
function geluSlope4(x: v128): v128 {
  const half = f32x4.splat(0.5);
  const below = f32x4.add(half, f32x4.mul(half, erf(f32x4.mul(x, f32x4.splat(ROOT_HALF)))));
  const density = f32x4.mul(exp(f32x4.mul(f32x4.mul(x, x), f32x4.splat(-0.5))), f32x4.splat(ROOT_HALF_PI));
  return f32x4.add(below, f32x4.mul(x, density));
}

/** y = x · Φ(x), with Φ the normal distribution. Source: Hendrycks and Gimpel, "Gaussian error linear units", 2016. */
export function gelu(x: usize, y: usize, count: usize): void {
  const whole = (count & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16) v128.store(y + at, gelu4(v128.load(x + at)));
  for (let at = whole; at < count << 2; at += 4)
    store<f32>(y + at, f32x4.extract_lane(gelu4(f32x4.splat(load<f32>(x + at))), 0));
}

/** dx = dy · (Φ(x) + x · φ(x)). */
export function geluGrad(dy: usize, x: usize, dx: usize, count: usize): void {
  const whole = (count & ~3) << 2;
  for (let at: usize = 0; at < whole; at += 16)
    v128.store(dx + at, f32x4.mul(v128.load(dy + at), geluSlope4(v128.load(x + at))));
  for (let at = whole; at < count << 2; at += 4)
    store<f32>(dx + at, load<f32>(dy + at) * f32x4.extract_lane(geluSlope4(f32x4.splat(load<f32>(x + at))), 0));
}

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
