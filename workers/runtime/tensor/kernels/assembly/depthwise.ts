/**
 * Gradients of the depthwise convolution, NHWC. Filter [filterHeight, filterWidth, channels, multiplier]; output channel
 * c · multiplier + q belongs to input channel c. x and dx are framed: every window lies inside. One pass over all output
 * pixels adds either into dx (`toInput`) or into the filter's gradient; the target must be zero beforehand.
 */
export function depthwiseGrad(
  toInput: bool,
  x: usize,
  dy: usize,
  filter: usize,
  images: usize,
  height: usize,
  width: usize,
  channels: usize,
  multiplier: usize,
  outHeight: usize,
  outWidth: usize,
  filterHeight: usize,
  filterWidth: usize,
  strideY: usize,
  strideX: usize,
  dilationY: usize,
  dilationX: usize,
): void {
  const pixel = channels << 2;
  const row = width * pixel;
  const outPixel = pixel * multiplier;
  for (let image: usize = 0; image < images; image++) {
    for (let v: usize = 0; v < outHeight; v++)
      for (let u: usize = 0; u < outWidth; u++) {
        const corner = x + v * strideY * row + u * strideX * pixel;
        let weights = filter;
        for (let r: usize = 0; r < filterHeight; r++)
          for (let s: usize = 0; s < filterWidth; s++) {
            const at = corner + r * dilationY * row + s * dilationX * pixel;
            if (multiplier == 1) single(toInput, at, dy, weights, channels);
            else multiple(toInput, at, dy, weights, channels, multiplier);
            weights += outPixel;
          }
        dy += outPixel;
      }
    x += height * row;
  }
}

/** One tap of the filter, one output channel a channel. */
function single(toInput: bool, x: usize, dy: usize, weights: usize, channels: usize): void {
  const into = toInput ? x : weights;
  const other = toInput ? weights : x;
  const whole = (channels & ~3) << 2;
  for (let i: usize = 0; i < whole; i += 16)
    v128.store(into + i, f32x4.relaxed_madd(v128.load(dy + i), v128.load(other + i), v128.load(into + i)));
  for (let i = whole; i < channels << 2; i += 4)
    store<f32>(into + i, load<f32>(into + i) + load<f32>(dy + i) * load<f32>(other + i));
}

/** One tap of the filter, `multiplier` output channels a channel. */
function multiple(toInput: bool, x: usize, dy: usize, weights: usize, channels: usize, multiplier: usize): void {
  for (let c: usize = 0; c < channels; c++) {
    for (let q: usize = 0; q < multiplier; q++) {
      const into = toInput ? x : weights;
      const other = toInput ? weights : x;
      store<f32>(into, load<f32>(into) + load<f32>(dy) * load<f32>(other));
      dy += 4;
      weights += 4;
    }
    x += 4;
  }
}
