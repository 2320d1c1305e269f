import { type LabelledImages, valuesOf } from "../../datasets/labelled-images.js";
import { unfit, unseenRows } from "../../datasets/unseen-rows.js";
import type { ImageData } from "./data.js";

/** Pictures to be judged: these rows, prepared as the training data were. */
export interface Tested {
  data: ImageData;
  rows: Int32Array;
  /** Pictures of another data set that are not judged, as they were trained on. */
  leftOut?: number;
}

/**
 * Every picture of another data set that the training has not seen, value by value; validation and test pictures of the training's data set
 * may be among them.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where its pictures have another size, or other colours or classes, or too many were trained on.
 */
export function unseen(other: LabelledImages, trained: ImageData): Tested & { leftOut: number } {
  const [theirs, ours] = [other, trained].map(({ size, channels }) => `${size} pixels a side and ${channels} channels`);
  if (theirs !== ours) throw unfit(`its pictures have ${theirs}, and the model knows ${ours}.`);
  const known = new Set(Array.from(trained.split.train, (row) => pictureOf(trained, row)));
  const names = Array.from(other.labels, (label) => other.classes[label]);
  const found = unseenRows({ classes: trained.classes, trained: known }, names, (row) => pictureOf(other, row));
  const { classes, mean, deviation, normalised, split } = trained;
  const { rows, labels, leftOut } = found;
  return { data: { ...other, classes, labels, mean, deviation, normalised, split }, rows, leftOut };
}

/** Its bytes, as a key. */
function pictureOf(images: LabelledImages, row: number): string {
  const area = valuesOf(images);
  return Buffer.from(images.pixels.subarray(row * area, (row + 1) * area)).toString("latin1");
}
