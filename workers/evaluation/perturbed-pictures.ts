import { type Perturbation, PerturbationKind } from "../../src/domains/training/evaluations/evaluation.specs.js";
import type { RandomStream } from "../../src/kernel/random.js";
import type { LabelledImages } from "../datasets/labelled-images.js";
import { turnPicture } from "../datasets/turned-picture.js";

type PictureShape = Pick<LabelledImages, "size" | "channels">;

/** What a perturbation needs besides its strength: noise a stream, an attack the gradients of the loss by pixel. */
export interface Perturbing extends Perturbation {
  random: RandomStream;
  gradients: Float32Array;
}

/**
 * Square pictures made harder, row-major [rows, size, size, channels], brightness from 0 to 1 before and after: Gaussian noise; turned anticlockwise
 * about the middle, with bilinear interpolation, what comes in black; or the fast gradient sign method, each pixel moved by ε to where the
 * loss rises. Source of the last: Goodfellow, Shlens and Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR 2015.
 */
export function perturbedPictures(pixels: Float32Array, shape: PictureShape, perturbing: Perturbing): Float32Array {
  const { kind, strength, random, gradients } = perturbing;
  switch (kind) {
    case PerturbationKind.NOISE:
      return pixels.map((brightness) => within(brightness + strength * random.normal()));
    case PerturbationKind.FGSM:
      return pixels.map((brightness, i) => within(brightness + strength * Math.sign(gradients[i])));
    case PerturbationKind.ROTATION:
      return turned(pixels, shape, strength);
  }
}

function turned(pixels: Float32Array, { size, channels }: PictureShape, degrees: number): Float32Array {
  const made = new Float32Array(pixels.length);
  for (let from = 0; from < pixels.length; from += size * size * channels)
    turnPicture({ pixels, from, size, channels }, { degrees }, made, from);
  return made;
}

function within(brightness: number): number {
  return Math.min(1, Math.max(0, brightness));
}
