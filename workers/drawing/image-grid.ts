import type { Localized } from "../../src/kernel/localized.js";
import { picturePng } from "./png.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";

/** One small square picture, 0 black, row by row, of one value a pixel or of three for its colours, with what is said about it. */
export interface GridCell {
  pixels: Uint8Array;
  label: string;
  note: string;
  wrong: boolean;
}

export interface GridRow {
  title: Localized;
  cells: GridCell[];
}

const SCALE = 2;
const GAP = 20;
const LEFT = 24;
const ROW_TITLE = 34;
const CAPTION = 40;

/** Rows of labelled pictures of `size` × `size` pixels as one SVG; the wrong ones are framed and labelled in orange. */
export function imageGrid(title: Localized, size: number, rows: GridRow[]): string {
  const side = size * SCALE;
  const columns = Math.max(...rows.map(({ cells }) => cells.length), 1);
  const rowHeight = ROW_TITLE + side + CAPTION;
  const body = rows.map((row, index) => {
    const top = 8 + index * rowHeight;
    const cells = row.cells.map((cell, column) => drawCell(cell, size, LEFT + column * (side + GAP), top + ROW_TITLE));
    return [textAt(LEFT, top + 20, bilingual(row.title), { class: "title" }), ...cells].join("\n");
  });
  const width = 2 * LEFT + columns * side + (columns - 1) * GAP;
  return svgDocument(width, 8 + rows.length * rowHeight, title, body.join("\n"));
}

function drawCell({ pixels, label, note, wrong }: GridCell, size: number, left: number, top: number): string {
  const side = size * SCALE;
  const source = `data:image/png;base64,${picturePng(pixels, size, size).toString("base64")}`;
  const place = `x="${px(left)}" y="${px(top)}" width="${side}" height="${side}"`;
  const middle = { anchor: "middle" } as const;
  return [
    `<image ${place} style="image-rendering:pixelated" href="${source}"/>`,
    `<rect class="${wrong ? "bad" : "good"}" ${place} rx="3" stroke-width="2"/>`,
    textAt(left + side / 2, top + side + 16, label, { ...middle, class: wrong ? "bad-ink" : "" }),
    textAt(left + side / 2, top + side + 30, note, { ...middle, class: "soft", more: 'style="font-size:10px"' }),
  ].join("\n");
}
