import { decode, type DecodedPng } from "fast-png";
import { InputFault } from "../runtime/predictor.js";

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Of a picture's sides, in pixels: what is asked for is far smaller. */
const SIDE_MAX = 1024;

/** How much light a colour channel is. Source: Recommendation ITU-R BT.601. */
const [RED, GREEN, BLUE] = [0.299, 0.587, 0.114];

/**
 * A picture as `size` × `size` brightnesses from 0 (black) to 255. Colours become their light, what is transparent shows black;
 * each pixel is the mean of what it covers of the picture.
 *
 * @throws {InputFault} for what is no PNG in base64, or one of more than 1024 pixels a side.
 */
export function greyImage(base64: string, size: number, field: string): Uint8Array {
  const file = Buffer.from(base64, "base64");
  if (!file.subarray(0, 8).equals(SIGNATURE)) throw new InputFault(field, "is no PNG file in base64.");
  const [width, height] = [16, 20].map((at) => (file.length >= 24 ? file.readUInt32BE(at) : 0));
  if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX)
    throw new InputFault(field, `must have 1 to ${SIDE_MAX} pixels a side, not ${width} × ${height}.`);
  return reduced(lightOf(file, field), width, height, size);
}

/** Brightness of every pixel, from 0 to 255. */
function lightOf(file: Uint8Array, field: string): Float64Array {
  try {
    const png = decode(file);
    const { width, height, channels, depth, palette } = png;
    const values = depth < 8 ? unpacked(png) : png.data;
    const scale = 255 / (2 ** depth - 1);
    const brightness = new Float64Array(width * height);
    for (let pixel = 0; pixel < brightness.length; pixel++)
      brightness[pixel] = palette
        ? light(palette[values[pixel]], 0, palette[values[pixel]].length)
        : scale * light(values, pixel * channels, channels, 1 / scale);
    return brightness;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputFault(field, `is a PNG file that cannot be read: ${reason}.`);
  }
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

/** Of so many channels from `at` on: grey, grey with alpha, colour, or colour with alpha, which is at most 255 times `unit`. */
function light(values: ArrayLike<number>, at: number, channels: number, unit = 1): number {
  const alpha = channels % 2 === 0 ? values[at + channels - 1] / (255 * unit) : 1;
  const grey = channels < 3 ? values[at] : RED * values[at] + GREEN * values[at + 1] + BLUE * values[at + 2];
  return grey * alpha;
}

function reduced(light: Float64Array, width: number, height: number, size: number): Uint8Array {
  const narrow = resampled(light, width, size, height);
  const low = resampled(transposed(narrow, height, size), height, size, size);
  return Uint8Array.from(transposed(low, size, size), (value) => Math.round(value));
}

/** Lines of `from` values as lines of `to`, each the mean of the stretch that it covers. */
function resampled(lines: Float64Array, from: number, to: number, count: number): Float64Array {
  const out = new Float64Array(count * to);
  const step = from / to;
  for (let at = 0; at < to; at++) {
    const [begin, end] = [at * step, (at + 1) * step];
    for (let source = Math.floor(begin); source < Math.min(from, Math.ceil(end)); source++) {
      const share = (Math.min(end, source + 1) - Math.max(begin, source)) / step;
      for (let line = 0; line < count; line++) out[line * to + at] += share * lines[line * from + source];
    }
  }
  return out;
}

function transposed(values: Float64Array, rows: number, columns: number): Float64Array {
  return values.map((_, at) => values[(at % rows) * columns + Math.floor(at / rows)]);
}
