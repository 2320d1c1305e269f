import { type LabelledImages, valuesOf } from "../../datasets/labelled-images.js";
import { TrainingFailure } from "../../runtime/failure.js";
import type { ImageData } from "./data.js";

/** Pictures to be judged: these rows, prepared as the training data were. */
export interface Tested {
  data: ImageData;
  rows: Int32Array;
}

/**
 * Every picture of another data set that the training has not seen, pixel by pixel; validation and test pictures of the training's data set
 * may be among them.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE where its pictures have another size or other classes, or all of them were trained on.
 */
export function unseen(other: LabelledImages, trained: ImageData): Tested {
  if (other.size !== trained.size || other.classes.join() !== trained.classes.join())
    throw new TrainingFailure(
      "DATASET_UNUSABLE",
      `The model knows pictures of ${trained.size} pixels a side and the classes ${trained.classes.join(", ")}; the data set has ${other.size} pixels and ${other.classes.join(", ")}.`,
    );
  const known = new Set(Array.from(trained.split.train, (row) => pictureOf(trained, row)));
  const rows = Int32Array.from(other.labels.keys()).filter((row) => !known.has(pictureOf(other, row)));
  if (rows.length === 0)
    throw new TrainingFailure("DATASET_UNUSABLE", "The model was trained on every picture of this data set.");
  const { mean, deviation, normalised, split } = trained;
  return { data: { ...other, mean, deviation, normalised, split }, rows };
}

/** Its bytes, as a key. */
function pictureOf(images: LabelledImages, row: number): string {
  const area = valuesOf(images);
  return Buffer.from(images.pixels.subarray(row * area, (row + 1) * area)).toString("latin1");
}
