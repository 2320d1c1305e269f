import { decodedPicture, PictureFault } from "../../src/kernel/pictures/decoded-picture.js";
import { resizedPicture } from "../../src/kernel/pictures/resized-picture.js";
import { InputFault } from "../runtime/predictor.js";

/** Of a picture's sides, in pixels: what is asked for is far smaller. */
const SIDE_MAX = 1024;

/** What a model takes: squares of `size` pixels a side, grey or coloured. */
export interface AskedShape {
  size: number;
  channels: 1 | 3;
}

/**
 * A picture in bytes, row-major [size, size, channels], as those that the model was trained on: for one channel colours become their
 * light, what is transparent shows black, and each pixel is the mean of what it covers of the picture.
 *
 * @throws {InputFault} for what is no PNG or JPEG in base64, or one of more than 1024 pixels a side.
 */
export function askedImage(base64: string, { size, channels }: AskedShape, field: string): Uint8Array {
  const file = Buffer.from(base64, "base64");
  try {
    return resizedPicture(decodedPicture(file, { channels, sideMax: SIDE_MAX }), size);
  } catch (error) {
    if (!(error instanceof PictureFault)) throw error;
    throw new InputFault(field, error.message);
  }
}
