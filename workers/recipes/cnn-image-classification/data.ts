import type { LabelledImages } from "../../datasets/mnist-digits.js";
import { type Split, stratifiedSplit } from "../../datasets/split.js";
import type { RandomStream } from "../../../src/kernel/random.js";

/** Share of the rows kept for validation, and again for the test. */
const HELD_OUT = 0.1;

/** Labelled pictures, split and normalised: pixels become (byte / 255 − mean) / deviation of the training part. */
export interface ImageData extends LabelledImages {
  split: Split;
  /** Mean and standard deviation of the training part's pixels, on the scale from 0 to 1. */
  mean: number;
  deviation: number;
  /** Normalised value of each byte. */
  normalised: Float32Array;
}

/** What a prediction needs of the data: how any picture is normalised, and what the classes are called. Plain JSON. */
export type DigitPreparation = Pick<ImageData, "size" | "mean" | "deviation"> & { classes: string[] };

/** Splits 80/10/10 by the stream, the same share of every class, and measures the training part. */
export function prepare(images: LabelledImages, random: RandomStream): ImageData {
  const split = stratifiedSplit(images.labels, HELD_OUT, random);
  const { mean, deviation } = moments(images, split.train);
  const normalised = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / deviation);
  return { ...images, split, mean, deviation, normalised };
}

function moments({ pixels, size }: LabelledImages, rows: Int32Array): { mean: number; deviation: number } {
  const area = size * size;
  const counts = new Float64Array(256);
  for (const row of rows) for (let i = row * area; i < (row + 1) * area; i++) counts[pixels[i]] += 1;
  const total = rows.length * area;
  const mean = counts.reduce((sum, count, byte) => sum + (count * byte) / 255, 0) / total;
  const variance = counts.reduce((sum, count, byte) => sum + count * (byte / 255 - mean) ** 2, 0) / total;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

/** Normalised pictures of these rows, [rows, size, size, 1]. */
export function imagesOf({ pixels, size, normalised }: ImageData, rows: Int32Array): Float32Array {
  const area = size * size;
  const images = new Float32Array(rows.length * area);
  rows.forEach((row, at) => {
    for (let i = 0; i < area; i++) images[at * area + i] = normalised[pixels[row * area + i]];
  });
  return images;
}

/** Pictures of these rows as a person sees them: brightness from 0 to 1, row-major [rows, size, size]. */
export function brightnessOf(
  { pixels, size }: LabelledImages,
  rows: Int32Array,
): { size: number; pixels: Float32Array } {
  const area = size * size;
  const shown = new Float32Array(rows.length * area);
  rows.forEach((row, at) => {
    for (let i = 0; i < area; i++) shown[at * area + i] = pixels[row * area + i] / 255;
  });
  return { size, pixels: shown };
}

/** What the network sees of pictures whose brightness lies from 0 to 1. */
export function normalisedPictures(pixels: Float32Array, { mean, deviation }: ImageData): Float32Array {
  return pixels.map((brightness) => (brightness - mean) / deviation);
}

/** Like `imagesOf`, each picture moved by up to `most` pixels along both axes; what moves in is background. */
export function shiftedImagesOf(data: ImageData, rows: Int32Array, most: number, random: RandomStream): Float32Array {
  if (most === 0) return imagesOf(data, rows);
  const { pixels, size, normalised } = data;
  const images = new Float32Array(rows.length * size * size).fill(normalised[0]);
  rows.forEach((row, at) => {
    const down = random.int(2 * most + 1) - most;
    const right = random.int(2 * most + 1) - most;
    for (let y = Math.max(0, down); y < Math.min(size, size + down); y++) {
      const source = (row * size + y - down) * size - right;
      const target = (at * size + y) * size;
      for (let x = Math.max(0, right); x < Math.min(size, size + right); x++)
        images[target + x] = normalised[pixels[source + x]];
    }
  });
  return images;
}

/** Classes of these rows. */
export function labelsOf({ labels }: LabelledImages, rows: Int32Array): Int32Array {
  return rows.map((row) => labels[row]);
}
