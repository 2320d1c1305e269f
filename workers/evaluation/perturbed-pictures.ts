import { type Perturbation, PerturbationKind } from "../../src/domains/training/evaluations/evaluation.specs.js";
import type { RandomStream } from "../../src/kernel/random.js";

/** What a perturbation needs besides its strength: noise a stream, an attack the gradients of the loss by pixel. */
export interface Perturbing extends Perturbation {
  random: RandomStream;
  gradients: Float32Array;
}

/**
 * Square pictures made harder, row-major [rows, size, size], brightness from 0 to 1 before and after: Gaussian noise; turned anticlockwise
 * about the middle, with bilinear interpolation, what comes in black; or the fast gradient sign method, each pixel moved by ε to where the
 * loss rises. Source of the last: Goodfellow, Shlens and Szegedy, "Explaining and Harnessing Adversarial Examples", ICLR 2015.
 */
export function perturbedPictures(pixels: Float32Array, size: number, perturbing: Perturbing): Float32Array {
  const { kind, strength, random, gradients } = perturbing;
  switch (kind) {
    case PerturbationKind.NOISE:
      return pixels.map((brightness) => within(brightness + strength * random.normal()));
    case PerturbationKind.FGSM:
      return pixels.map((brightness, i) => within(brightness + strength * Math.sign(gradients[i])));
    case PerturbationKind.ROTATION:
      return turned(pixels, size, strength);
  }
}

function turned(pixels: Float32Array, size: number, degrees: number): Float32Array {
  const [cosine, sine] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)];
  const middle = (size - 1) / 2;
  const area = size * size;
  const made = new Float32Array(pixels.length);
  for (let i = 0; i < pixels.length; i++) {
    const from = i - (i % area);
    const [x, y] = [(i % size) - middle, Math.floor((i % area) / size) - middle];
    // Where this pixel came from. Rows count downwards, so anticlockwise for the eye.
    made[i] = interpolated(pixels, from, size, middle + cosine * x - sine * y, middle + sine * x + cosine * y);
  }
  return made;
}

function interpolated(pixels: Float32Array, from: number, size: number, x: number, y: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const at = (column: number, row: number) =>
    column < 0 || row < 0 || column >= size || row >= size ? 0 : pixels[from + row * size + column];
  const [right, down] = [x - left, y - top];
  const upper = (1 - right) * at(left, top) + right * at(left + 1, top);
  const lower = (1 - right) * at(left, top + 1) + right * at(left + 1, top + 1);
  return (1 - down) * upper + down * lower;
}

function within(brightness: number): number {
  return Math.min(1, Math.max(0, brightness));
}
