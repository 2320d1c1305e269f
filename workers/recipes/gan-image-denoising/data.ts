import type { RandomStream } from "../../../src/kernel/random.js";
import { brightnessOf } from "../../datasets/brightness.js";
import type { LabelledImages } from "../../datasets/labelled-images.js";
import type { Tested } from "../../datasets/unseen-rows.js";
import { type Split, stratifiedSplit } from "../../datasets/split.js";

/** Share of the rows kept for validation, and again for the test. */
const HELD_OUT = 0.1;

/** Pictures in three parts. Labels only spread the classes over the parts, and choose what is shown. */
export interface PictureData extends LabelledImages {
  split: Split;
}

/** How pictures are spoilt. */
export interface Noise {
  noise: "gaussian" | "salt-and-pepper";
  /** Standard deviation of Gaussian noise, where black is 0 and white 1; or the share of pixels that become black or white. */
  level: number;
}

/** Splits 80/10/10 by the stream, the same share of every class. */
export function prepare(images: LabelledImages, random: RandomStream): PictureData {
  return { ...images, split: stratifiedSplit(images.labels, HELD_OUT, random) };
}

/** Spoilt copies of pictures: normal noise on every pixel, cut off at black and white; or some pixels black or white, either alike likely. */
export function spoiltBy({ noise, level }: Noise, pictures: Float32Array, random: RandomStream): Float32Array {
  if (noise === "gaussian") {
    const drawn = random.fillNormal(new Float32Array(pictures.length), 0, level);
    return drawn.map((value, i) => Math.min(1, Math.max(0, pictures[i] + value)));
  }
  const drawn = random.fillUniform(new Float32Array(pictures.length));
  return drawn.map((value, i) => (value >= level ? pictures[i] : value < level / 2 ? 0 : 1));
}

/** Pictures that training leaves alone, with noise that is the same every time. */
export interface HeldOut {
  truth: Float32Array;
  spoilt: Float32Array;
  labels: Int32Array;
}

/** These rows held out, spoilt by the stream. */
export function heldOut({ data, rows }: Tested<LabelledImages>, noise: Noise, random: RandomStream): HeldOut {
  const truth = brightnessOf(data, rows);
  return { truth, spoilt: spoiltBy(noise, truth, random), labels: rows.map((row) => data.labels[row]) };
}
