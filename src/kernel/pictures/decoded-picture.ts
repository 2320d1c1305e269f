import { decode as decodePng, type DecodedPng } from "fast-png";
import jpeg from "jpeg-js";

/** A picture as it came: values from 0 to 255, row-major [height, width, channels], of channels 1 (its light) or 3 (red, green, blue). */
export interface Picture {
  width: number;
  height: number;
  channels: 1 | 3;
  values: Float64Array;
}

/** How a picture may be, and how it is wanted. */
export interface PictureWish {
  channels: 1 | 3;
  /** Most pixels a side. */
  sideMax: number;
}

/** A file that is no picture, or none that can be taken. The message is the end of a sentence about it. */
export class PictureFault extends Error {
  override name = "PictureFault";
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const JPEG = Buffer.from([0xff, 0xd8, 0xff]);

/** How much light a colour channel is. Source: Recommendation ITU-R BT.601. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/** Of a JPEG's decoder. Its own accounts count several copies. */
const JPEG_MEGABYTES = 1_024;

/**
 * Reads a PNG or JPEG file. What is transparent shows black; grey pictures have their light in each colour. How a camera was held, which
 * JPEG files may tell (EXIF), is not heeded: pixels are as they are stored.
 *
 * @throws {PictureFault} for another file, a damaged one, or one of too many pixels, which is not unpacked.
 */
export function decodedPicture(file: Uint8Array, { channels, sideMax }: PictureWish): Picture {
  const [type, { width, height }] = dimensionsOf(Buffer.from(file.buffer, file.byteOffset, file.byteLength));
  if (width < 1 || height < 1 || width > sideMax || height > sideMax)
    throw new PictureFault(`must have 1 to ${sideMax} pixels a side, not ${width} × ${height}.`);
  try {
    return type === "PNG" ? fromPng(decodePng(file), channels) : fromJpeg(file, channels);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PictureFault(`is a ${type} file that cannot be read: ${reason}.`);
  }
}

interface Dimensions {
  width: number;
  height: number;
}

function dimensionsOf(file: Buffer): ["PNG" | "JPEG", Dimensions] {
  if (file.subarray(0, PNG.length).equals(PNG)) {
    const [width, height] = [16, 20].map((at) => (file.length >= 24 ? file.readUInt32BE(at) : 0));
    return ["PNG", { width, height }];
  }
  if (!file.subarray(0, JPEG.length).equals(JPEG)) throw new PictureFault("is no PNG or JPEG file.");
  return ["JPEG", frameOf(file)];
}

/** What the frame's header says; segments before it are passed over. Source: ITU-T T.81, annex B. */
function frameOf(file: Buffer): Dimensions {
  for (let at = 2; at + 9 <= file.length; at += 2 + file.readUInt16BE(at + 2)) {
    while (file[at] === 0xff && file[at + 1] === 0xff) at += 1;
    const marker = file[at + 1];
    if (file[at] !== 0xff || at + 9 > file.length) break;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
  }
  throw new PictureFault("is a JPEG file that cannot be read: it has no frame.");
}

function fromJpeg(file: Uint8Array, channels: 1 | 3): Picture {
  const limits = { maxResolutionInMP: Infinity, maxMemoryUsageInMB: JPEG_MEGABYTES };
  const options = { useTArray: true, formatAsRGBA: false, tolerantDecoding: false, ...limits } as const;
  const { width, height, data } = jpeg.decode(file, options);
  return madeOf({ width, height, channels }, (pixel, colour) => onBlack(data, { at: 3 * pixel, stored: 3 }, colour));
}

function fromPng(png: DecodedPng, channels: 1 | 3): Picture {
  const { width, height, depth, palette, channels: stored } = png;
  const values = depth < 8 ? unpacked(png) : png.data;
  const scale = 255 / (2 ** depth - 1);
  return madeOf({ width, height, channels }, (pixel, colour) => {
    if (!palette) return onBlack(values, { at: pixel * stored, stored, scale }, colour);
    const known = palette[values[pixel]];
    return onBlack(known, { at: 0, stored: known.length }, colour);
  });
}

/** Where the values of a pixel stand, how many, and what brings them to 255. */
interface StoredPixel {
  at: number;
  stored: number;
  scale?: number;
}

/** Writes red, green and blue on black, of grey, grey with alpha, colour, or colour with alpha. */
function onBlack(values: ArrayLike<number>, { at, stored, scale = 1 }: StoredPixel, colour: Float64Array): void {
  const shown = scale * (stored % 2 === 0 ? (scale * values[at + stored - 1]) / 255 : 1);
  for (let channel = 0; channel < 3; channel++) colour[channel] = shown * values[stored < 3 ? at : at + channel];
}

/** `write` puts red, green and blue of a pixel, from 0 to 255, into `colour`. */
function madeOf(
  { width, height, channels }: Omit<Picture, "values">,
  write: (pixel: number, colour: Float64Array) => void,
): Picture {
  const values = new Float64Array(width * height * channels);
  const colour = new Float64Array(3);
  for (let pixel = 0; pixel < width * height; pixel++) {
    write(pixel, colour);
    const [red, green, blue] = [colour[0], colour[1], colour[2]];
    if (channels === 3) values.set(colour, 3 * pixel);
    else values[pixel] = red === green && red === blue ? red : RED * red + GREEN * green + BLUE * blue;
  }
  return { width, height, channels, values };
}

/** A value for each pixel where several share a byte; each line begins a byte of its own. */
function unpacked({ data, depth, width, height }: Pick<DecodedPng, "data" | "depth" | "width" | "height">): Uint8Array {
  const line = Math.ceil((width * depth) / 8);
  return Uint8Array.from({ length: width * height }, (_, pixel) => {
    const bit = (pixel % width) * depth;
    const byte = data[Math.floor(pixel / width) * line + (bit >> 3)];
    return (byte >> (8 - depth - (bit & 7))) & (2 ** depth - 1);
  });
}
