import { expect, test } from "@jest/globals";
import { encode } from "fast-png";
import jpeg from "jpeg-js";
import { greyPng } from "../drawing/png.js";
import { askedImage } from "./asked-images.js";

const greyImage = (image: string, size: number, field: string) => askedImage(image, { size, channels: 1 }, field);
const base64 = (file: Uint8Array) => Buffer.from(file).toString("base64");

test("a grey picture of the right size comes out as it went in", () => {
  const pixels = Uint8Array.from({ length: 9 }, (_, at) => at * 30);
  expect(greyImage(base64(greyPng(pixels, 3, 3)), 3, "images.0")).toEqual(pixels);
});

test("a larger picture is reduced to the means of what each pixel covers, a smaller one is enlarged", () => {
  const wide = greyPng(Uint8Array.of(0, 100, 200, 40, 10, 10, 10, 10), 4, 2);
  expect([...greyImage(base64(wide), 2, "")]).toEqual([50, 120, 10, 10]);
  const three = greyPng(Uint8Array.of(0, 90, 240, 0, 90, 240, 0, 90, 240), 3, 3);
  expect([...greyImage(base64(three), 2, "")]).toEqual([30, 190, 30, 190]);
  expect([...greyImage(base64(greyPng(Uint8Array.of(7), 1, 1)), 2, "")]).toEqual([7, 7, 7, 7]);
});

test("colours become their light, transparent pixels black, 16 bits the nearest of 8", () => {
  const colours = encode({ width: 2, height: 1, data: Uint8Array.of(255, 0, 0, 255, 255, 255, 255, 51), channels: 4 });
  expect([...greyImage(base64(colours), 2, "")]).toEqual([76, 51, 76, 51]);
  const deep = encode({ width: 1, height: 1, data: Uint16Array.of(32_896), channels: 1, depth: 16 });
  expect([...greyImage(base64(deep), 1, "")]).toEqual([128]);
});

test("one bit a pixel reads as black and white, a palette as its colours", () => {
  // 4 × 1 pixels: grey of one bit, and two bits into black, white and red.
  expect([...greyImage(ONE_BIT, 4, "").subarray(0, 4)]).toEqual([255, 0, 255, 0]);
  expect([...greyImage(PALETTE, 4, "").subarray(0, 4)]).toEqual([0, 255, 76, 255]);
});

/** Pixels as red, green, blue, alpha. */
const rgba = (...pixels: number[][]) => Uint8Array.from(pixels.flatMap((pixel) => [...pixel, 255]));
const RED = [255, 0, 0];

test("for a model of colours each keeps its own, and a grey picture has its light in all three", () => {
  const colours = encode({ width: 2, height: 1, data: rgba(RED, [10, 20, 30]), channels: 4 });
  const shape = { size: 2, channels: 3 } as const;
  expect([...askedImage(base64(colours), shape, "").subarray(0, 6)]).toEqual([255, 0, 0, 10, 20, 30]);
  const grey = greyPng(Uint8Array.of(7), 1, 1);
  expect([...askedImage(base64(grey), { size: 1, channels: 3 }, "")]).toEqual([7, 7, 7]);
});

test("a JPEG is read like a PNG, up to what its compression loses", () => {
  const data = rgba(...Array.from({ length: 16 * 16 }, () => [200, 40, 90]));
  const file = jpeg.encode({ width: 16, height: 16, data }, 95).data;
  const light = 0.299 * 200 + 0.587 * 40 + 0.114 * 90;
  for (const pixel of greyImage(base64(file), 4, "")) expect(Math.abs(pixel - light)).toBeLessThan(4);
  const [red, green, blue] = askedImage(base64(file), { size: 1, channels: 3 }, "");
  expect(Math.max(Math.abs(red - 200), Math.abs(green - 40), Math.abs(blue - 90))).toBeLessThan(6);
});

const wideJpeg = jpeg.encode({ width: 1025, height: 1, data: new Uint8Array(4 * 1025) }, 50).data;

test.each([
  ["a JPEG cut off", base64(wideJpeg.subarray(0, 100)), "is a JPEG file that cannot be read"],
  ["a wide JPEG", base64(wideJpeg), "1 to 1024 pixels a side, not 1025 × 1"],
  ["no base64 of anything", "%%%", "is no PNG or JPEG file"],
  ["a text", Buffer.from("hello, hello, hello").toString("base64"), "is no PNG or JPEG file"],
  ["a PNG cut off", base64(greyPng(new Uint8Array(784), 28, 28).subarray(0, 50)), "cannot be read"],
  ["a huge PNG", base64(greyPng(new Uint8Array(2000), 2000, 1)), "1 to 1024 pixels a side, not 2000 × 1"],
])("%s is refused by the name of its field", (_, image, message) => {
  expect(() => greyImage(image, 28, "images.3")).toThrow(
    expect.objectContaining({ field: "images.3", message: expect.stringContaining(message) }),
  );
});

const ONE_BIT = "iVBORw0KGgoAAAANSUhEUgAAAAQAAAABAQAAAADRRzJgAAAACklEQVR4nGNYAAAAogCh3I2xzAAAAABJRU5ErkJggg==";
const PALETTE =
  "iVBORw0KGgoAAAANSUhEUgAAAAQAAAABAgMAAACEUudeAAAACVBMVEUAAAD/////AADNXrecAAAACklEQVR4nGOQBAAAGwAaLtKNrQAAAABJRU5ErkJggg==";
