import type { ImagePrediction } from "../../src/domains/training/predictions/prediction.specs.js";
import { greyPng } from "../drawing/png.js";

/** Grey pictures, brightness from 0 to 1, row-major [pictures, size, size], as files; `labels` has the class that each was made of. */
export function imagePredictions(pictures: Float32Array, size: number, labels?: readonly string[]): ImagePrediction[] {
  const area = size ** 2;
  return Array.from({ length: pictures.length / area }, (_, at) => {
    const pixels = Uint8Array.from(pictures.subarray(at * area, (at + 1) * area), (light) => Math.round(255 * light));
    const image = greyPng(pixels, size, size).toString("base64");
    return { __typename: "ImagePrediction", image, size, label: labels?.[at] ?? null };
  });
}
