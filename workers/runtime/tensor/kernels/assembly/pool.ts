/**
 * Gradient of max pooling: each window's gradient goes to its first maximum in reading order. Images are NHWC; the window of
 * output pixel (v, u) begins at (v · strideY − top, u · strideX − left) and is cut at the border. dx must be zero beforehand,
 * except where windows are `apart`, not overlapping: those overwrite it.
 */
export function maxPoolGrad(
  x: usize,
  y: usize,
  dy: usize,
  dx: usize,
  images: usize,
  height: i32,
  width: i32,
  channels: usize,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideY: i32,
  strideX: i32,
  top: i32,
  left: i32,
  apart: bool,
): void {
  const pixel = channels << 2;
  const row = <usize>width * pixel;
  const whole = channels & ~3;
  for (let image: usize = 0; image < images; image++) {
    for (let v = 0; v < outHeight; v++) {
      const y0 = max(0, v * strideY - top),
        y1 = min(height, v * strideY - top + filterHeight);
      for (let u = 0; u < outWidth; u++) {
        const x0 = max(0, u * strideX - left),
          x1 = min(width, u * strideX - left + filterWidth);
        const corner = <usize>y0 * row + <usize>x0 * pixel;
        const lines = <usize>(y1 - y0) * row,
          line = <usize>(x1 - x0) * pixel;
        for (let c: usize = 0; c < whole; c += 4) {
          const peak = v128.load(y),
            gradient = v128.load(dy);
          let open = i32x4.splat(-1);
          const start = corner + (c << 2);
          for (let from = start; from < start + lines; from += row)
            for (let at = from; at < from + line; at += pixel) {
              const hit = v128.and(f32x4.eq(v128.load(x + at), peak), open);
              open = v128.andnot(open, hit);
              const share = v128.and(hit, gradient);
              v128.store(dx + at, apart ? share : f32x4.add(v128.load(dx + at), share));
            }
          y += 16;
          dy += 16;
        }
        for (let c = whole; c < channels; c++) {
          const peak = load<f32>(y),
            gradient = load<f32>(dy);
          let open = true;
          const start = corner + (c << 2);
          for (let from = start; from < start + lines; from += row)
            for (let at = from; at < from + line; at += pixel) {
              const hit = open && load<f32>(x + at) == peak;
              if (hit) open = false;
              const share: f32 = hit ? gradient : 0;
              store<f32>(dx + at, apart ? share : load<f32>(dx + at) + share);
            }
          y += 4;
          dy += 4;
        }
      }
    }
    x += <usize>height * row;
    dx += <usize>height * row;
  }
}
