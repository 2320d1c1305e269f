import type { Localized } from "../../src/kernel/localized.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import { greyPng } from "./png.js";

/** Pictures that stand side by side, row-major [pictures, size, size], brightness from 0 (black) to 1, and what is said of them. */
export interface PictureRow {
  label: string;
  /** Below the label, smaller. */
  note?: string;
  pictures: Float32Array;
}

const SCALE = 2;
/** Between pictures, in their own pixels. */
const GAP = 2;
const [LEFT, LABELS, TOP, BETWEEN] = [24, 150, 56, 8];
/** What stands between pictures: a middle grey, on light and on dark paper. */
const GREY = 128;

/** Rows of pictures of `size` × `size` pixels as one SVG, each row with its label at the left; a row may be shorter than others, or empty. */
export function pictureRows(title: Localized, size: number, rows: PictureRow[]): string {
  const columns = Math.max(...rows.map(({ pictures }) => pictures.length / size ** 2), 1);
  const rowHeight = size * SCALE + BETWEEN;
  const body = rows.map((row, index) => drawRow(row, size, TOP + index * rowHeight));
  const width = 2 * LEFT + LABELS + stripWidth(columns, size) * SCALE;
  const heading = textAt(LEFT, 32, bilingual(title), { class: "title" });
  return svgDocument(width, TOP + rows.length * rowHeight + 16, title, [heading, ...body].join("\n"));
}

function drawRow({ label, note, pictures }: PictureRow, size: number, top: number): string {
  const middle = top + (size * SCALE) / 2;
  const texts = [
    textAt(LEFT, middle + (note ? -2 : 4), label),
    note ? textAt(LEFT, middle + 14, note, { class: "soft", more: 'style="font-size:10px"' }) : "",
  ];
  const count = pictures.length / size ** 2;
  if (count === 0) return texts.join("\n");
  const width = stripWidth(count, size);
  const source = `data:image/png;base64,${greyPng(strip(pictures, size, count), width, size).toString("base64")}`;
  const place = `x="${px(LEFT + LABELS)}" y="${px(top)}" width="${px(width * SCALE)}" height="${px(size * SCALE)}"`;
  return [
    ...texts,
    `<image data-pictures="${count}" ${place} style="image-rendering:pixelated" href="${source}"/>`,
  ].join("\n");
}

function stripWidth(count: number, size: number): number {
  return count * (size + GAP) - GAP;
}

/** The pictures side by side as grey bytes; brightness beyond black and white is cut off. */
function strip(pictures: Float32Array, size: number, count: number): Uint8Array {
  const width = stripWidth(count, size);
  const bytes = new Uint8Array(width * size).fill(GREY);
  pictures.forEach((brightness, at) => {
    const [picture, y, x] = [Math.floor(at / size ** 2), Math.floor((at % size ** 2) / size), at % size];
    bytes[y * width + picture * (size + GAP) + x] = Math.round(255 * Math.min(1, Math.max(0, brightness)));
  });
  return bytes;
}
