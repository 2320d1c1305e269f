/** Square pictures of one size, in bytes from 0 (black) to 255, row-major [rows, size, size, channels]; `labels[i]` is the class of picture i. */
export interface LabelledImages {
  /** Of the sides, in pixels. */
  size: number;
  /** 1 of grey pictures, 3 of coloured ones: red, green, blue. */
  channels: 1 | 3;
  pixels: Uint8Array;
  labels: Int32Array;
  classes: readonly string[];
  /** SHA-256 of what is learnt from, in hexadecimal. */
  sha256: string;
}

/** Values of one picture. */
export function valuesOf({ size, channels }: Pick<LabelledImages, "size" | "channels">): number {
  return size * size * channels;
}
