import type { LabelledImages } from "./labelled-images.js";

/** Brightness of these rows' pixels from 0 (black) to 1, row-major [rows, size, size]. */
export function brightnessOf(
  { pixels, size }: Pick<LabelledImages, "pixels" | "size">,
  rows: Int32Array,
): Float32Array {
  const area = size * size;
  const pictures = new Float32Array(rows.length * area);
  rows.forEach((row, at) => {
    for (let i = 0; i < area; i++) pictures[at * area + i] = pixels[row * area + i] / 255;
  });
  return pictures;
}
