import { crc32, deflateSync } from "node:zlib";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Colour types: grey, and red, green and blue. */
const [GREY, RGB] = [0, 2];

/**
 * A grey picture as PNG: 8 bits a pixel, 0 black. `pixels` is row-major [height, width].
 * Source: ISO/IEC 15948 (PNG), third edition.
 */
export function greyPng(pixels: Uint8Array, width: number, height: number): Buffer {
  return pngOf(greyHeader(width, height), [chunk("IDAT", greyLines(pixels, width, height))]);
}

/** Like `greyPng`, of one value for each pixel, or of three: red, green and blue. */
export function picturePng(pixels: Uint8Array, width: number, height: number): Buffer {
  const channels = pixels.length / (width * height);
  if (channels === 1) return greyPng(pixels, width, height);
  const header = greyHeader(width, height);
  header[9] = RGB;
  return pngOf(header, [chunk("IDAT", greyLines(pixels, channels * width, height))]);
}

/** A file of these chunks between its header and its end. */
export function pngOf(header: Buffer, chunks: Buffer[]): Buffer {
  return Buffer.concat([SIGNATURE, chunk("IHDR", header), ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

/** What IHDR says of a grey picture of 8 bits a pixel. */
export function greyHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, GREY, 0, 0, 0], 8);
  return header;
}

/** Compressed lines of `width` values, unfiltered. */
export function greyLines(pixels: Uint8Array, width: number, height: number): Buffer {
  const lines = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++) lines.set(pixels.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return deflateSync(lines);
}

/** One chunk with its length and checksum. */
export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const framed = Buffer.alloc(body.length + 8);
  framed.writeUInt32BE(data.length, 0);
  body.copy(framed, 4);
  framed.writeUInt32BE(crc32(body), body.length + 4);
  return framed;
}
