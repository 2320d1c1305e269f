import type { Picture } from "./decoded-picture.js";

/**
 * The picture as a square of `size` pixels a side, in bytes, row-major [size, size, channels]: each pixel is the mean of what it covers, along
 * both axes by themselves, so that one that is no square is squeezed.
 */
export function resizedPicture({ width, height, channels, values }: Picture, size: number): Uint8Array {
  const narrow = new Float64Array(height * size * channels);
  for (const { from, to, share } of coverage(width, size))
    for (let row = 0; row < height; row++)
      for (let channel = 0; channel < channels; channel++)
        narrow[(row * size + to) * channels + channel] += share * values[(row * width + from) * channels + channel];
  const line = size * channels;
  const low = new Float64Array(size * line);
  for (const { from, to, share } of coverage(height, size))
    for (let at = 0; at < line; at++) low[to * line + at] += share * narrow[from * line + at];
  return Uint8Array.from(low, (value) => Math.round(value));
}

/** How much of each of `before` places along a line goes into each of `after`. */
function* coverage(before: number, after: number): Generator<{ from: number; to: number; share: number }> {
  const step = before / after;
  for (let to = 0; to < after; to++) {
    const [begin, end] = [to * step, (to + 1) * step];
    for (let from = Math.floor(begin); from < Math.min(before, Math.ceil(end)); from++)
      yield { from, to, share: (Math.min(end, from + 1) - Math.max(begin, from)) / step };
  }
}
