import { type LabelledImages, valuesOf } from "./labelled-images.js";
import type { Split } from "./split.js";
import { type Tested, unfit, unseenRows } from "./unseen-rows.js";

/**
 * Every picture of another data set that the training has not seen, value by value, whatever it is a picture of.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where its pictures have another size or other colours, or all were trained on.
 */
export function unseenImages<D extends LabelledImages>(
  other: D,
  trained: LabelledImages & { split: Split },
): Required<Tested<D>> {
  const [theirs, ours] = [other, trained].map(({ size, channels }) => `${size} pixels a side and ${channels} channels`);
  if (theirs !== ours) throw unfit(`its pictures have ${theirs}, and the model knows ${ours}.`);
  const known = new Set(Array.from(trained.split.train, (row) => pictureOf(trained, row)));
  return { data: other, ...unseenRows(other.labels.keys(), (row) => known.has(pictureOf(other, row))) };
}

/** Its bytes, as a key. */
function pictureOf(images: LabelledImages, row: number): string {
  const area = valuesOf(images);
  return Buffer.from(images.pixels.subarray(row * area, (row + 1) * area)).toString("latin1");
}
