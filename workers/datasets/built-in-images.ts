import { imagesFormat } from "../../src/domains/training/datasets/formats/images.format.js";
import type { LabelledImages } from "./labelled-images.js";
import { loadMnistDigits } from "./mnist-digits.js";
import { type OwnDataFile, readOwnData } from "./own-data.js";

/**
 * The users' own pictures where there are some, their classes in alphabetical order, else the built-in ones of that id.
 *
 * @throws {TrainingFailure} DATASET_UNUSABLE when there are none, or they are other than the catalogue's.
 */
export async function loadImages(id: string, own?: OwnDataFile): Promise<LabelledImages> {
  if (!own) return loadMnistDigits(id);
  const { size, channels, pixels, labels } = await readOwnData(imagesFormat, own);
  const classes = [...new Set(labels)].sort();
  const numbers = new Map(classes.map((name, at) => [name, at]));
  return {
    ...{ size, channels, pixels, classes, sha256: own.sha256 },
    labels: Int32Array.from(labels, (label) => numbers.get(label)!),
  };
}
