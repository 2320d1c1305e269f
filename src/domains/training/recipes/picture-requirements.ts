import type { DataProfile } from "../datasets/formats/data-profile.js";
import { unfitClasses } from "./class-requirements.js";

/** What a recipe that tells nothing by colours needs of the users' own pictures. */
export interface PictureRequirements {
  fewestRows: number;
  /** Most pixels a side. */
  mostSide: number;
  /** What the side has to be a multiple of. */
  multipleOf?: number;
}

/** So that each part of the data has one of each class. */
const FEWEST_OF_A_CLASS = 5;
const MOST_CLASSES = 100;

/** Pixels a side, and values of each, of pictures with this profile. */
export function pictureShape({ figures }: DataProfile): { size: number; channels: number } {
  const figure = (name: string) => figures.find((each) => each.name === name)?.value ?? 0;
  return { size: figure("size"), channels: figure("channels") };
}

/** Why pictures cannot be spread over the parts by class; undefined where they can. */
export function unfitPictureClasses(data: DataProfile, fewestRows: number): string | undefined {
  const needed = { fewestRows, fewestOfAClass: FEWEST_OF_A_CLASS, mostClasses: MOST_CLASSES, rows: "pictures" };
  return unfitClasses(data, needed);
}

/** Why pictures do not fit networks for grey ones; undefined where they do. */
export function unfitGreyPictures(
  data: DataProfile,
  { fewestRows, mostSide, multipleOf = 1 }: PictureRequirements,
): string | undefined {
  const { size, channels } = pictureShape(data);
  if (channels !== 1) return "its pictures are coloured; upload them once more with the option colours: grey.";
  if (size > mostSide)
    return `its pictures have ${size} pixels a side, at most ${mostSide} are learnt from; upload them with a smaller size.`;
  if (size % multipleOf !== 0)
    return `its pictures have ${size} pixels a side; upload them with a size that is a multiple of ${multipleOf}.`;
  return unfitPictureClasses(data, fewestRows);
}
