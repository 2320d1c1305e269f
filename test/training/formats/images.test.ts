import { describe, expect, test } from "@jest/globals";
import { decode } from "fast-png";
import { checkData } from "../../../src/domains/training/datasets/checking/check-data.js";
import { DataKind } from "../../../src/domains/training/datasets/data-kind.js";
import { sentenceOf } from "../../../src/domains/training/datasets/formats/faults.js";
import { imagesFormat } from "../../../src/domains/training/datasets/formats/images.format.js";
import { drawn, picturesZip, pngOf } from "../../harness/pictures.js";
import { type Packed, zipOf } from "../../harness/zip.js";

async function check(archive: Uint8Array, options: object = {}, first = 10) {
  const file = { kind: DataKind.IMAGES, bytes: archive, options: imagesFormat.options.parse(options) };
  const checked = await checkData(file, first);
  return { ...checked, sentences: checked.faults.map(sentenceOf) };
}

test("a folder for each class, of PNG and JPEG files, is described by classes, sizes and channels", async () => {
  const { profile, faultCount } = await check(picturesZip(6));
  expect(faultCount).toBe(0);
  expect(profile).toMatchObject({
    rows: 12,
    classCount: 2,
    classes: [
      { name: "bars", rows: 6 },
      { name: "discs", rows: 6 },
    ],
    columns: [
      { name: "width", minimum: 24, maximum: 24 },
      { name: "height", minimum: 24, maximum: 24 },
    ],
    figures: [
      { name: "size", value: 28 },
      { name: "channels", value: 1 },
    ],
  });
});

test("a preview shows one of each class in turn, as they are trained on", async () => {
  const colours = { bars: [255, 0, 0], discs: [0, 0, 255] };
  const { preview } = await check(picturesZip(6, [], colours), { size: 24, colours: "rgb" }, 3);
  expect(preview).toMatchObject({
    columns: ["file", "class", "width", "height"],
    rows: [
      ["bars/0.png", "bars", "24", "24"],
      ["discs/0.jpg", "discs", "24", "24"],
      ["bars/1.png", "bars", "24", "24"],
    ],
  });
  const [bar, disc] = preview!.pictures!.map(({ png }) => decode(Buffer.from(png, "base64")));
  expect([bar.width, bar.height, bar.channels]).toEqual([24, 24, 3]);
  const light = (data: ArrayLike<number>, colour: number) =>
    Array.from(data).reduce((sum, value, at) => sum + (at % 3 === colour ? value : 0), 0);
  expect(light(bar.data, 0)).toBeGreaterThan(2 * light(bar.data, 2));
  expect(light(disc.data, 2)).toBeGreaterThan(2 * light(disc.data, 0));
  const all = (await check(picturesZip(20), {}, 40)).preview!;
  expect([all.rows.length, all.pictures!.length]).toEqual([40, 24]);
});

test("a folder around the classes' folders does no harm", async () => {
  const files = Array.from({ length: 10 }, (_, at) => ({
    name: `pets/${at < 5 ? "cats" : "dogs"}/${at}.png`,
    content: pngOf(drawn("bars", at)),
  }));
  const { profile } = await check(zipOf(files));
  expect(profile!.classes.map(({ name }) => name)).toEqual(["cats", "dogs"]);
});

describe("what does not fit is named by its file", () => {
  const picture = pngOf(drawn("bars", 7));
  test.each<[string, Packed, RegExp]>([
    ["a text", { name: "bars/readme.txt", content: "hello" }, /^File “bars\/readme.txt”: is no picture/],
    ["a text called .png", { name: "bars/x.png", content: "hello" }, /^File “bars\/x.png”: is no PNG or JPEG file/],
    [
      "a picture cut off",
      { name: "bars/x.png", content: picture.subarray(0, 60) },
      /x.png”: is a PNG file that cannot be read/,
    ],
    [
      "a picture in no folder",
      { name: "x.png", content: picture },
      /^File “x.png”: must stand in the folder of its class/,
    ],
    [
      "a picture too deep",
      { name: "bars/old/x.png", content: picture },
      /old\/x.png”: must stand in the folder of its class/,
    ],
    [
      "a huge picture",
      { name: "bars/x.png", content: huge() },
      /x.png”: must have 1 to 4096 pixels a side, not 5000 × 5000/,
    ],
    ["a damaged file", { name: "bars/x.png", content: picture, checksum: 7 }, /x.png”: the file is damaged/],
    [
      "a rare class",
      { name: "rare/x.png", content: picture },
      /^File “rare\/”: the class “rare” has 1 picture; 5 are needed/,
    ],
  ])("%s", async (_, file, sentence) => {
    const { sentences, faultCount, profile } = await check(picturesZip(5, [file]));
    expect(faultCount).toBe(1);
    expect(sentences).toEqual([expect.stringMatching(sentence)]);
    expect(profile!.rows).toBeGreaterThanOrEqual(10);
  });

  test("all of them at once", async () => {
    const more = ["a", "b"].map((name) => ({ name: `bars/${name}.png`, content: "no picture" }));
    expect((await check(picturesZip(5, more))).sentences.map((said) => said.slice(0, 17))).toEqual([
      "File “bars/a.png”",
      "File “bars/b.png”",
    ]);
  });

  test("one class alone", async () => {
    const files = Array.from({ length: 6 }, (_, at) => ({ name: `cats/${at}.png`, content: picture }));
    expect((await check(zipOf(files))).sentences).toEqual([
      "pictures of two classes are needed at least; there are 1.",
    ]);
  });

  test("what is no archive, and an archive that leads out of its folder", async () => {
    const text = await check(new TextEncoder().encode("cats, dogs"));
    expect(text).toMatchObject({ profile: null, preview: null, faultCount: 1 });
    expect(text.sentences[0]).toContain("this is no ZIP archive");
    const climbing = await check(picturesZip(5, [{ name: "../x.png", content: picture }]));
    expect(climbing.sentences).toEqual(["File “../x.png”: the name leads out of the archive's folder."]);
  });

  test("nothing at all", async () => {
    expect((await check(zipOf([]))).sentences).toEqual(["pictures of two classes are needed at least; there are 0."]);
  });
});

/** Nothing but the header of a PNG. */
function huge(): Uint8Array {
  const file = Buffer.from(pngOf(drawn("bars", 1)));
  file.writeUInt32BE(5_000, 16);
  file.writeUInt32BE(5_000, 20);
  return file;
}
