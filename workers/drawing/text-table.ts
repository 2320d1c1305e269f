import type { Localized } from "../../src/kernel/localized.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import { rule } from "../../src/kernel/drawing/panel.js";

/** A column of texts, about so many Latin letters wide. */
export interface TextColumn {
  title: Localized;
  letters: number;
}

/** One row of cells, column by column; a wrong one's last cell is orange. */
export interface TextRow {
  cells: string[];
  wrong?: boolean;
}

export interface TextSection {
  title: Localized;
  rows: TextRow[];
}

const [LEFT, GAP, LETTER, LINE, PADDING] = [24, 24, 6.8, 17, 10];
const MOST_LINES = 4;
/** Signs of Chinese and its punctuation are two letters wide. */
const WIDE = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]/;

/** Texts side by side as SVG, broken into at most four lines a cell; `note` stands under the title. */
export function textTable(title: Localized, note: string, columns: TextColumn[], sections: TextSection[]): string {
  const lefts = columns.map(
    (_, c) => LEFT + columns.slice(0, c).reduce((sum, { letters }) => sum + letters * LETTER + GAP, 0),
  );
  const right = lefts[lefts.length - 1] + columns[columns.length - 1].letters * LETTER;
  const body = [textAt(LEFT, 34, bilingual(title), { class: "title" }), textAt(LEFT, 56, note, { class: "soft" })];
  let top = 84;
  for (const section of sections) {
    body.push(textAt(LEFT, top + 4, bilingual(section.title), { more: 'style="font-weight:600"' }));
    top += 26;
    columns.forEach((column, c) => body.push(textAt(lefts[c], top, bilingual(column.title), { class: "soft" })));
    top += 8;
    for (const { cells, wrong } of section.rows) {
      body.push(rule(LEFT, top, right, top, "grid"));
      const lines = cells.map((cell, c) => wrapped(cell, columns[c].letters));
      lines.forEach((cell, c) => {
        const ink = wrong && c === cells.length - 1 ? "bad-ink" : undefined;
        cell.forEach((line, l) => body.push(textAt(lefts[c], top + PADDING + 8 + l * LINE, line, { class: ink })));
      });
      top += 2 * PADDING + Math.max(...lines.map(({ length }) => length)) * LINE - 4;
    }
    top += 26;
  }
  return svgDocument(Number(px(right + LEFT)), top, title, body.join("\n"));
}

/** Breaks a text at spaces, or within a word that is longer than a line; what does not fit ends in “…”. */
export function wrapped(text: string, letters: number): string[] {
  const lines: string[] = [];
  let [line, width] = ["", 0];
  for (const word of text
    .replaceAll(/\s+/g, " ")
    .trim()
    .match(/ ?[^ ]+/g) ?? []) {
    if (line !== "" && width + widthOf(word) > letters && widthOf(word.trim()) <= letters) {
      lines.push(line);
      [line, width] = ["", 0];
    }
    for (const sign of line === "" ? word.trimStart() : word) {
      if (width + widthOf(sign) > letters) {
        lines.push(line);
        [line, width] = ["", 0];
        if (sign === " ") continue;
      }
      line += sign;
      width += widthOf(sign);
    }
  }
  lines.push(line);
  if (lines.length <= MOST_LINES) return lines;
  return [...lines.slice(0, MOST_LINES - 1), `${lines[MOST_LINES - 1].slice(0, -1)}…`];
}

function widthOf(text: string): number {
  let width = 0;
  for (const sign of text) width += WIDE.test(sign) ? 2 : 1;
  return width;
}
