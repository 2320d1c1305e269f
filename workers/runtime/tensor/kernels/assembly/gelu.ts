/** The Gaussian error linear unit in single passes, four floats at a time. Counts are in floats. */

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
