import { type LabelledImages, valuesOf } from "../../datasets/labelled-images.js";
import { type Split, stratifiedSplit } from "../../datasets/split.js";
import { turnPicture } from "../../datasets/turned-picture.js";
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

/**
 * What a prediction needs of the data: how any picture is normalised, and what the classes are called. Plain JSON. Models of before there were
 * coloured pictures do not say their channels: one.
 */
export type PicturePreparation = Pick<ImageData, "size" | "mean" | "deviation"> & {
  channels?: ImageData["channels"];
  classes: string[];
};

/** Splits 80/10/10 by the stream, the same share of every class, and measures the training part. */
export function prepare(images: LabelledImages, random: RandomStream): ImageData {
  const split = stratifiedSplit(images.labels, HELD_OUT, random);
  const { mean, deviation } = moments(images, split.train);
  const normalised = Float32Array.from({ length: 256 }, (_, byte) => (byte / 255 - mean) / deviation);
  return { ...images, split, mean, deviation, normalised };
}

function moments(images: LabelledImages, rows: Int32Array): { mean: number; deviation: number } {
  const { pixels } = images;
  const area = valuesOf(images);
  const counts = new Float64Array(256);
  for (const row of rows) for (let i = row * area; i < (row + 1) * area; i++) counts[pixels[i]] += 1;
  const total = rows.length * area;
  const mean = counts.reduce((sum, count, byte) => sum + (count * byte) / 255, 0) / total;
  const variance = counts.reduce((sum, count, byte) => sum + count * (byte / 255 - mean) ** 2, 0) / total;
  return { mean, deviation: Math.sqrt(variance) || 1 };
}

/** Normalised pictures of these rows, [rows, size, size, channels]. */
export function imagesOf(data: ImageData, rows: Int32Array): Float32Array {
  const { pixels, normalised } = data;
  const area = valuesOf(data);
  const images = new Float32Array(rows.length * area);
  rows.forEach((row, at) => {
    for (let i = 0; i < area; i++) images[at * area + i] = normalised[pixels[row * area + i]];
  });
  return images;
}

/** Pictures of these rows as a person sees them: brightness from 0 to 1, row-major [rows, size, size, channels]. */
export function brightnessOf(images: LabelledImages, rows: Int32Array): { size: number; pixels: Float32Array } {
  const { pixels, size } = images;
  const area = valuesOf(images);
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

/** How pictures are varied while they are trained on: moved by so many pixels and turned by so many degrees at most. */
export interface Augmentation {
  shift: number;
  rotation: number;
}

/**
 * Like `imagesOf`, each picture moved along both axes and turned about its middle at random; what comes in is black. What is not asked
 * for draws nothing from its stream.
 */
export function variedImagesOf(
  data: ImageData,
  rows: Int32Array,
  { shift, rotation }: Augmentation,
  streams: Record<"shift" | "rotation", () => RandomStream>,
): Float32Array {
  if (shift === 0 && rotation === 0) return imagesOf(data, rows);
  const { pixels, size, channels, mean, deviation, normalised } = data;
  const area = valuesOf(data);
  const [moving, turning] = [shift > 0 ? streams.shift() : undefined, rotation > 0 ? streams.rotation() : undefined];
  const images = new Float32Array(rows.length * area).fill(normalised[0]);
  rows.forEach((row, at) => {
    const down = moving ? moving.int(2 * shift + 1) - shift : 0;
    const right = moving ? moving.int(2 * shift + 1) - shift : 0;
    if (turning) {
      const degrees = rotation * (2 * turning.uniform() - 1);
      turnPicture({ pixels, from: row * area, size, channels }, { degrees, right, down }, images, at * area);
      for (let i = at * area; i < (at + 1) * area; i++) images[i] = (images[i] / 255 - mean) / deviation;
      return;
    }
    const across = channels * right;
    const line = channels * size;
    for (let y = Math.max(0, down); y < Math.min(size, size + down); y++) {
      const source = row * area + (y - down) * line - across;
      const target = at * area + y * line;
      for (let x = Math.max(0, across); x < Math.min(line, line + across); x++)
        images[target + x] = normalised[pixels[source + x]];
    }
  });
  return images;
}

/** Classes of these rows. */
export function labelsOf({ labels }: LabelledImages, rows: Int32Array): Int32Array {
  return rows.map((row) => labels[row]);
}
