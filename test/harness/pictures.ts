import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { RandomStreams } from "../../src/kernel/random.js";
import { type Packed, zipOf } from "./zip.js";

/** A picture of a side of 24 pixels, as red, green, blue and alpha: a stripe across (`bars`) or a full disc (`discs`) on black, not quite in the middle. */
export function drawn(kind: "bars" | "discs", seed: number, colour: readonly number[] = [255, 255, 255]): Uint8Array {
  const random = new RandomStreams(seed).stream("pictures");
  const [x, y] = [8 + random.int(8), 8 + random.int(8)];
  const data = new Uint8Array(24 * 24 * 4);
  for (let at = 0; at < 24 * 24; at++) {
    const [right, down] = [(at % 24) - x, Math.floor(at / 24) - y];
    const lit = kind === "bars" ? Math.abs(down) < 3 : right ** 2 + down ** 2 < 36;
    data.set([...colour.map((value) => (lit ? value : random.int(20))), 255], 4 * at);
  }
  return data;
}

export function pngOf(data: Uint8Array, side = 24): Uint8Array {
  return encode({ width: side, height: side, data, channels: 4 });
}

export function jpegOf(data: Uint8Array, side = 24): Uint8Array {
  return jpeg.encode({ width: side, height: side, data }, 95).data;
}

/** `each` pictures of bars as PNG and as many of discs as JPEG, in folders; further files after them. */
export function picturesZip(each: number, more: Packed[] = [], colours?: Record<"bars" | "discs", number[]>): Buffer {
  const files = Array.from({ length: each }, (_, at) => [
    { name: `bars/${at}.png`, content: pngOf(drawn("bars", at, colours?.bars)) },
    { name: `discs/${at}.jpg`, content: jpegOf(drawn("discs", 1_000 + at, colours?.discs)) },
  ]);
  return zipOf([...files.flat(), ...more]);
}
