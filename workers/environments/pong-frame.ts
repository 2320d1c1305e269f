import { PONG, type Rally } from "./pong.js";

/** Numbers that a frame is drawn from: the ball's x and y, the left and the right paddle's height. */
export const SCENE = 4;

/** Where a scene is drawn: pixel [row, column] is `values[at + (row * size + column) * stride]`. */
export interface Canvas {
  values: Float32Array | Uint8Array;
  size: number;
  at: number;
  stride: number;
  /** What a pixel has that is covered all over. */
  white: number;
}

const LEVELS = 255;

/** Writes the scene of a rally, which needs nothing of how the ball moves. */
export function writeScene(scenes: Float32Array, at: number, { x, y, left, right }: Rally): void {
  scenes[at] = x;
  scenes[at + 1] = y;
  scenes[at + 2] = left;
  scenes[at + 3] = right;
}

/**
 * Draws the scene at `scenes[from]` on a black canvas, grey by the share of each pixel that ball or paddles cover, in 256
 * levels: a picture 84 pixels wide shows edges, one of 28 still shows parts of a pixel's way.
 */
export function drawScene(scenes: Float32Array, from: number, canvas: Canvas): void {
  const { ball, paddle, paddleAt } = PONG;
  cover(canvas, -paddleAt, scenes[from + 2], paddle.halfWidth, paddle.halfHeight);
  cover(canvas, paddleAt, scenes[from + 3], paddle.halfWidth, paddle.halfHeight);
  cover(canvas, scenes[from], scenes[from + 1], ball, ball);
}

/** A rectangle around x, y; what is beyond the court is cut off, and what was brighter stays. */
function cover(canvas: Canvas, x: number, y: number, halfWidth: number, halfHeight: number): void {
  const { values, size, at, stride, white } = canvas;
  const pixels = (length: number) => Math.min(size, Math.max(0, ((length + 1) / 2) * size));
  const [left, right, top, bottom] = [x - halfWidth, x + halfWidth, y - halfHeight, y + halfHeight].map(pixels);
  for (let row = Math.floor(top); row < bottom; row++) {
    const high = Math.min(bottom, row + 1) - Math.max(top, row);
    for (let column = Math.floor(left); column < right; column++) {
      const wide = Math.min(right, column + 1) - Math.max(left, column);
      const level = Math.round(LEVELS * high * wide) * (white / LEVELS);
      const place = at + (row * size + column) * stride;
      values[place] = Math.max(values[place], level);
    }
  }
}
