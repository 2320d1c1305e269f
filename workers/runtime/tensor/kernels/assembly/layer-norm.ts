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
