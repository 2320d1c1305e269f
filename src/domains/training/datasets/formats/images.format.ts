import { encode } from "fast-png";
import { z } from "zod";
import { decodedPicture, PictureFault } from "../../../../kernel/pictures/decoded-picture.js";
import { resizedPicture } from "../../../../kernel/pictures/resized-picture.js";
import { ZipArchive, type ZipEntry, ZipFault } from "../../../../kernel/zip-archive.js";
import type { ParameterMeta } from "../../recipes/recipe.specs.js";
import { DataKind } from "../data-kind.js";
import type { DataFormat } from "./data-format.js";
import { classesOf, numbersProfile, previewOf } from "./data-profile.js";
import { counted, type Faults, quoted } from "./faults.js";

/** Square pictures of one size with the class of each; `labels[i]` is that of picture i. */
export interface ClassifiedPictures {
  /** Of the sides, in pixels. */
  size: number;
  channels: 1 | 3;
  /** In bytes from 0 (black) to 255, row-major [pictures, size, size, channels]. */
  pixels: Uint8Array;
  labels: string[];
  /** What the archive calls each, e.g. `cats/1.png`. */
  names: string[];
  /** Of the files, in pixels, before they were brought to one size. */
  widths: number[];
  heights: number[];
}

const LIMITS = { entries: 60_000, bytes: 2_000_000_000 };
const PICTURES_MAX = 50_000;
/** Of the pictures of one file, once they are brought to one size. */
const BYTES_MAX = 256_000_000;
/** Of a file's sides, in pixels. */
const SIDE_MAX = 4_096;
/** So that each part of the data has one of each class. */
const FEWEST_OF_A_CLASS = 5;
const CLASS_NAME_MAX = 100;
const EXTENSIONS = /\.(png|jpe?g)$/i;
/** Pictures that a preview shows as pictures. */
const THUMBNAILS = 24;

const options = z.strictObject({
  size: z
    .int()
    .min(20)
    .max(96)
    .default(28)
    .meta({
      label: { en: "Size", zh: "尺寸" },
      explanation: {
        en: "Pixels a side to which every picture is brought; one that is no square is squeezed. Twice the size takes four times as long to learn.",
        zh: "所有图像统一缩放到的边长（像素）；非正方形的图像会被压成正方形。边长加倍，训练时间约为四倍。",
      },
      unit: "pixels",
    } satisfies ParameterMeta),
  colours: z
    .enum(["grey", "rgb"])
    .default("grey")
    .meta({
      label: { en: "Colours", zh: "颜色" },
      explanation: {
        en: "grey keeps the light of each pixel, one value; rgb its red, green and blue, for what is told apart by its colours.",
        zh: "grey 仅保留每个像素的亮度（一个值）；rgb 保留红、绿、蓝三个值，适合靠颜色区分的内容。",
      },
    } satisfies ParameterMeta),
});

/** Pictures of some classes as a ZIP archive with a folder for each class. */
export const imagesFormat: DataFormat<ClassifiedPictures, typeof options, Promise<ClassifiedPictures | undefined>> = {
  kind: DataKind.IMAGES,
  title: { en: "Pictures with classes (ZIP)", zh: "带类别的图像（ZIP）" },
  summary: {
    en: `A ZIP archive with a folder for each class, named like it, and its pictures in it as PNG or JPEG: at least ${FEWEST_OF_A_CLASS} of each class, at most ${PICTURES_MAX} in all, none larger than ${SIDE_MAX} pixels a side. A folder around all of them does no harm.`,
    zh: `一个 ZIP 压缩包，每个类别一个文件夹（文件夹名即类别名），内含该类别的 PNG 或 JPEG 图像：每类至少 ${FEWEST_OF_A_CLASS} 张，总数至多 ${PICTURES_MAX} 张，边长不超过 ${SIDE_MAX} 像素。外面多套一层文件夹亦可。`,
  },
  extension: ".zip",
  mediaType: "application/zip",
  example: "cats/1.png\ncats/2.jpg\ndogs/1.png\ndogs/2.jpg\n",
  packed: true,
  options,
  async read(bytes, { size, colours }, faults) {
    try {
      const archive = await ZipArchive.open(bytes, LIMITS);
      const shape = { size, channels: colours === "rgb" ? 3 : 1 } as const;
      return await picturesOf(archive.entries, shape, faults).finally(() => archive.close());
    } catch (error) {
      if (!(error instanceof ZipFault)) throw error;
      faults.add({ message: error.reason, entry: error.entry });
      return undefined;
    }
  },
  profile({ size, channels, labels, widths, heights }) {
    const columns = [numbersProfile("width", widths), numbersProfile("height", heights)];
    const figures = Object.entries({ size, channels }).map(([name, value]) => ({ name, value }));
    return { rows: labels.length, columns, ...classesOf(labels), figures };
  },
  preview(pictures, first) {
    const { names, labels, widths, heights } = pictures;
    const shown = oneOfEach(labels).slice(0, first);
    const cells = (at: number) => [names[shown[at]], labels[shown[at]], widths[shown[at]], heights[shown[at]]];
    return {
      ...previewOf(["file", "class", "width", "height"], shown.length, cells),
      pictures: shown.slice(0, THUMBNAILS).map((row) => thumbnail(pictures, row)),
    };
  },
};

type Shape = Pick<ClassifiedPictures, "size" | "channels">;

async function picturesOf(
  entries: readonly ZipEntry[],
  shape: Shape,
  faults: Faults,
): Promise<ClassifiedPictures | undefined> {
  const area = shape.size ** 2 * shape.channels;
  const most = Math.min(PICTURES_MAX, Math.floor(BYTES_MAX / area));
  if (entries.length > most) {
    faults.add({ message: `the archive has ${entries.length} files; ${most} of this size are allowed.` });
    return undefined;
  }
  const wrapped = wrapping(entries);
  const drafts: Omit<ClassifiedPictures, keyof Shape | "pixels"> & { pixels: Uint8Array } = {
    ...{ labels: [], names: [], widths: [], heights: [] },
    pixels: new Uint8Array(entries.length * area),
  };
  for (const entry of entries) {
    const parts = entry.name.slice(wrapped.length).split("/");
    const fault = misplaced(parts);
    const picture = fault ?? (await decoded(entry, shape));
    if (typeof picture === "string") {
      faults.add({ message: picture, entry: entry.name });
      continue;
    }
    drafts.pixels.set(picture.pixels, drafts.labels.length * area);
    drafts.labels.push(parts[0].trim());
    drafts.names.push(entry.name);
    drafts.widths.push(picture.width);
    drafts.heights.push(picture.height);
  }
  classFaults(drafts.labels, faults);
  if (drafts.labels.length === 0) return undefined;
  return { ...shape, ...drafts, pixels: drafts.pixels.subarray(0, drafts.labels.length * area) };
}

/** The folder that is around the classes' folders, with its slash; "" where there is none. */
function wrapping(entries: readonly ZipEntry[]): string {
  const folder = entries[0]?.name.split("/", 1)[0];
  const within = `${folder}/`;
  const wraps = entries.every(({ name }) => name.startsWith(within) && name.includes("/", within.length));
  return entries.length > 0 && wraps ? within : "";
}

/** Why a file cannot be one of a class, by its name's parts. */
function misplaced(parts: readonly string[]): string | undefined {
  if (!EXTENSIONS.test(parts.at(-1)!)) return "is no picture: .png, .jpg and .jpeg are read.";
  if (parts.length !== 2) return "must stand in the folder of its class, and in no further one.";
  if (parts[0].trim() === "" || parts[0].length > CLASS_NAME_MAX)
    return `the class must have a name of 1 to ${CLASS_NAME_MAX} characters.`;
  return undefined;
}

/** The picture in its new size, or why it cannot be had. */
async function decoded(
  entry: ZipEntry,
  { size, channels }: Shape,
): Promise<{ pixels: Uint8Array; width: number; height: number } | string> {
  try {
    const picture = decodedPicture(await entry.bytes(), { channels, sideMax: SIDE_MAX });
    const { width, height } = picture;
    return { pixels: resizedPicture(picture, size), width, height };
  } catch (error) {
    if (error instanceof PictureFault) return error.message;
    if (error instanceof ZipFault) return error.reason;
    throw error;
  }
}

function classFaults(labels: readonly string[], faults: Faults): void {
  const counts = new Map<string, number>();
  for (const label of labels) counts.set(label, (counts.get(label) ?? 0) + 1);
  if (counts.size < 2)
    faults.add({ message: `pictures of two classes are needed at least; there are ${counts.size}.` });
  for (const [label, count] of counts)
    if (count < FEWEST_OF_A_CLASS) {
      const message = `the class ${quoted(label)} has ${counted(count, "picture")}; ${FEWEST_OF_A_CLASS} are needed.`;
      faults.add({ message, entry: `${label}/` });
    }
}

/** Row numbers: the first of each class, then the second of each, and so on. */
function oneOfEach(labels: readonly string[]): number[] {
  const seen = new Map<string, number>();
  const turns = labels.map((label, row) => {
    const turn = seen.get(label) ?? 0;
    seen.set(label, turn + 1);
    return { row, turn };
  });
  return turns.sort((a, b) => a.turn - b.turn || a.row - b.row).map(({ row }) => row);
}

function thumbnail({ size, channels, pixels, labels, names }: ClassifiedPictures, row: number) {
  const area = size ** 2 * channels;
  const data = pixels.slice(row * area, (row + 1) * area);
  const png = Buffer.from(encode({ width: size, height: size, data, channels, depth: 8 })).toString("base64");
  return { name: names[row], class: labels[row], png };
}
