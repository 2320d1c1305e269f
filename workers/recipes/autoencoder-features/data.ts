import type { RandomStream } from "../../../src/kernel/random.js";
import type { LabelledImages } from "../../datasets/labelled-images.js";
import { type Split, stratifiedSplit } from "../../datasets/split.js";

const [VALIDATION, TEST] = [0.2, 0.1];

/** Labelled pictures in three parts. Labels are for the probe alone: the network never sees them. */
export interface PictureData extends LabelledImages {
  split: Split;
}

/** Splits 70/20/10 by the stream, the same share of every class. */
export function prepare(images: LabelledImages, random: RandomStream): PictureData {
  return { ...images, split: stratifiedSplit(images.labels, VALIDATION, random, TEST) };
}

/** Brightness of these rows' pixels from 0 (black) to 1, row-major [rows, size, size]. */
export function picturesOf({ pixels, size }: LabelledImages, rows: Int32Array): Float32Array {
  const area = size * size;
  const pictures = new Float32Array(rows.length * area);
  rows.forEach((row, at) => {
    for (let i = 0; i < area; i++) pictures[at * area + i] = pixels[row * area + i] / 255;
  });
  return pictures;
}

/** The pictures with normal noise of that standard deviation on every pixel, cut off at black and white; with 0 the very pictures. */
export function noisy(pictures: Float32Array, deviation: number, random: RandomStream): Float32Array {
  if (deviation === 0) return pictures;
  const noise = random.fillNormal(new Float32Array(pictures.length), 0, deviation);
  return noise.map((value, i) => Math.min(1, Math.max(0, pictures[i] + value)));
}

/** Classes of these rows. */
export function labelsOf({ labels }: LabelledImages, rows: Int32Array): Int32Array {
  return rows.map((row) => labels[row]);
}

/**
 * Mean cross-entropy a pixel, in nats, of always answering with the mean picture of these rows: what a network scores that has
 * learnt nothing of the single picture.
 */
export function meanPictureLoss({ pixels, size }: LabelledImages, rows: Int32Array): number {
  const area = size * size;
  let sum = 0;
  for (let i = 0; i < area; i++) {
    const mean = rows.reduce((total, row) => total + pixels[row * area + i], 0) / (255 * rows.length);
    if (mean > 0 && mean < 1) sum -= mean * Math.log(mean) + (1 - mean) * Math.log(1 - mean);
  }
  return sum / area;
}
