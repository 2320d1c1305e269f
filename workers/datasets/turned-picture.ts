/** A square picture among others: where its first value stands, and how it lies. */
export interface PlacedPicture {
  pixels: ArrayLike<number>;
  from: number;
  /** Of its sides, in pixels. */
  size: number;
  /** Values of each pixel, which stand side by side. */
  channels: number;
}

/** How a picture is to lie: turned anticlockwise about its middle, then moved by whole pixels. */
export interface Turn {
  degrees: number;
  right?: number;
  down?: number;
}

/**
 * Writes the turned picture from `target[at]` on, by bilinear interpolation: each value is the mean of the four about the point where it
 * came from, weighted by nearness. What comes in from outside is 0.
 */
export function turnPicture(picture: PlacedPicture, turn: Turn, target: Float32Array, at: number): void {
  const { pixels, from, size, channels } = picture;
  const { degrees, right = 0, down = 0 } = turn;
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const middle = (size - 1) / 2;
  const value = (column: number, row: number, channel: number) =>
    column < 0 || row < 0 || column >= size || row >= size
      ? 0
      : pixels[from + (row * size + column) * channels + channel];
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      // Where this pixel came from. Rows count downwards, so anticlockwise for the eye.
      const [x, y] = [column - right - middle, row - down - middle];
      const [sourceX, sourceY] = [middle + cosine * x - sine * y, middle + sine * x + cosine * y];
      const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
      const [toRight, toBottom] = [sourceX - left, sourceY - top];
      for (let channel = 0; channel < channels; channel++) {
        const upper = (1 - toRight) * value(left, top, channel) + toRight * value(left + 1, top, channel);
        const lower = (1 - toRight) * value(left, top + 1, channel) + toRight * value(left + 1, top + 1, channel);
        target[at + (row * size + column) * channels + channel] = (1 - toBottom) * upper + toBottom * lower;
      }
    }
}
