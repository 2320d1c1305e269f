/** Layer normalisation in single passes. Sizes are in floats. */

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

/** Four floats, and one, of a row as so many deviations from its mean. */
// @ts-ignore: decorator
@inline
function normals(x: usize, mean: f32, inverse: f32): v128 {
  return f32x4.mul(f32x4.sub(v128.load(x), f32x4.splat(mean)), f32x4.splat(inverse));
}

// @ts-ignore: decorator
@inline
function normal(x: usize, mean: f32, inverse: f32): f32 {
  return (load<f32>(x) - mean) * inverse;
}

/** dy · scale, four floats and one. */
// @ts-ignore: decorator
@inline
function slopes(dy: usize, scale: usize): v128 {
  return f32x4.mul(v128.load(dy), v128.load(scale));
}

// @ts-ignore: decorator
@inline
function slope(dy: usize, scale: usize): f32 {
  return load<f32>(dy) * load<f32>(scale);
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
    for (let at: usize = 0; at < whole; at += 16) {
      const scaled = f32x4.mul(normals(x + at, mean, inverse), v128.load(scale + at));
      v128.store(y + at, f32x4.add(scaled, v128.load(offset + at)));
    }
    for (let at = whole; at < bytes; at += 4)
      store<f32>(y + at, normal(x + at, mean, inverse) * load<f32>(scale + at) + load<f32>(offset + at));
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
    let slopeSums = f32x4.splat(0),
      productSums = f32x4.splat(0);
    for (let at: usize = 0; at < whole; at += 16) {
      const normal4 = normals(x + at, mean, inverse),
        slope4 = slopes(dy + at, scale + at),
        incoming = v128.load(dy + at);
      slopeSums = f32x4.add(slopeSums, slope4);
      productSums = f32x4.add(productSums, f32x4.mul(slope4, normal4));
      v128.store(dScale + at, f32x4.add(v128.load(dScale + at), f32x4.mul(incoming, normal4)));
      v128.store(dOffset + at, f32x4.add(v128.load(dOffset + at), incoming));
    }
    let slopeSum = sumOf(slopeSums),
      productSum = sumOf(productSums);
    for (let at = whole; at < bytes; at += 4) {
      const normal1 = normal(x + at, mean, inverse),
        slope1 = slope(dy + at, scale + at),
        incoming = load<f32>(dy + at);
      slopeSum += slope1;
      productSum += slope1 * normal1;
      store<f32>(dScale + at, load<f32>(dScale + at) + incoming * normal1);
      store<f32>(dOffset + at, load<f32>(dOffset + at) + incoming);
    }
    const slopeMean = slopeSum / <f32>width,
      productMean = productSum / <f32>width;
    const slopeMeans = f32x4.splat(slopeMean),
      productMeans = f32x4.splat(productMean),
      inverses = f32x4.splat(inverse);
    for (let at: usize = 0; at < whole; at += 16) {
      const along = f32x4.mul(normals(x + at, mean, inverse), productMeans);
      const centred = f32x4.sub(f32x4.sub(slopes(dy + at, scale + at), slopeMeans), along);
      v128.store(dx + at, f32x4.mul(centred, inverses));
    }
    for (let at = whole; at < bytes; at += 4) {
      const along = normal(x + at, mean, inverse) * productMean;
      store<f32>(dx + at, (slope(dy + at, scale + at) - slopeMean - along) * inverse);
    }
    x += bytes;
    dy += bytes;
    dx += bytes;
  }
}
