import { expect, test } from "@jest/globals";
import { drawScene, SCENE, writeScene } from "./pong-frame.js";
import { mirrored, type Rally } from "./pong.js";

function frameOf(rally: Partial<Rally>, size: number): number[][] {
  const scene = new Float32Array(SCENE);
  writeScene(scene, 0, { x: 0, y: 0, dx: 1, dy: 1, left: 0, right: 0, ...rally });
  const values = new Uint8Array(size * size);
  drawScene(scene, 0, { values, size, at: 0, stride: 1, white: 255 });
  return Array.from({ length: size }, (_, row) => [...values.subarray(row * size, (row + 1) * size)]);
}

const rows = (frame: number[][], column: number) => frame.flatMap((line, row) => (line[column] > 0 ? [row] : []));

test("a frame shows both paddles at their heights and the ball where it is", () => {
  const frame = frameOf({ x: -0.5, y: 0.5, left: -0.8, right: 0.4 }, 100);
  // A paddle from 0.84 to 0.92 of the way out, 0.4 high; the ball 0.08 wide.
  expect(rows(frame, 5)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  expect(rows(frame, 94)).toEqual(Array.from({ length: 20 }, (_, i) => 60 + i));
  expect(rows(frame, 25)).toEqual([73, 74, 75, 76]);
  expect(frame[75].flatMap((level, column) => (level > 0 && column < 50 ? [column] : []))).toEqual([23, 24, 25, 26]);
});

test.each([28, 42, 84])("%i pixels a side: what is covered adds up to the same area", (size) => {
  const sum = frameOf({ x: 0.123, y: -0.456, left: 0.1, right: -0.77 }, size)
    .flat()
    .reduce((all, level) => all + level);
  const covered = (2 * (0.08 * 0.4) + 0.08 * 0.08) / 4;
  expect(sum / 255 / size ** 2).toBeCloseTo(covered, 3);
});

test("less than a pixel's way is seen", () => {
  expect(frameOf({ x: 0.01 }, 28)).not.toEqual(frameOf({ x: 0 }, 28));
});

test("a mirrored rally gives a mirrored frame", () => {
  const rally = { x: 0.25, y: -0.3, dx: 1, dy: 1, left: 0.5, right: -0.125 };
  const flipped = frameOf(mirrored(rally), 84).map((line) => line.toReversed());
  expect(flipped).toEqual(frameOf(rally, 84));
});

test("what has left the court is cut off", () => {
  const frame = frameOf({ x: 1, y: 0 }, 100);
  expect(frame[50].slice(96)).toEqual([0, 0, 255, 255]);
  expect(frameOf({ x: -1.2 }, 28)).toEqual(frameOf({ x: 1.2 }, 28));
});

test("frames are drawn into a stack beside each other, between 0 and 1", () => {
  const scene = Float32Array.of(0, 0, 0, 0);
  const values = new Float32Array(28 * 28 * 4);
  drawScene(scene, 0, { values, size: 28, at: 2, stride: 4, white: 1 });
  const third = values.filter((_, i) => i % 4 === 2);
  const alone = new Float32Array(28 * 28);
  drawScene(scene, 0, { values: alone, size: 28, at: 0, stride: 1, white: 1 });
  expect(third).toEqual(alone);
  expect(Math.max(...alone)).toBeGreaterThan(0.8);
  expect(Math.max(...alone)).toBeLessThanOrEqual(1);
  expect(values.filter((_, i) => i % 4 !== 2).every((level) => level === 0)).toBe(true);
});
