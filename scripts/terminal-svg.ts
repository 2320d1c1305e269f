import { text } from "node:stream/consumers";

/**
 * Draws what a terminal shows as an SVG, on standard output. Standard input is what stood on the terminal with its escape
 * sequences, as `tmux capture-pane -e -p` gives it. Dots, blocks and backgrounds are drawn as shapes, so that they fit together in every font.
 */

/** Columns and rows of the terminal, and pixels of one cell. */
const CELL = { width: 8, height: 17 };
const PADDING = 16;

interface Look {
  bold: boolean;
  dim: boolean;
  /** Index of the palette, or none. */
  front: number | undefined;
  back: number | undefined;
}

interface Run extends Look {
  row: number;
  column: number;
  text: string;
}

const plain: Look = { bold: false, dim: false, front: undefined, back: undefined };

/** The terminal's rows as runs of one look each. */
function parse(screen: string): Run[] {
  const runs: Run[] = [];
  let look = plain;
  for (const [row, line] of screen.replace(/\n+$/, "").split("\n").entries()) {
    let column = 0;
    for (const piece of line.split("\u001b[")) {
      const [, codes, shown = piece] = /^([\d;]*)m(.*)$/u.exec(piece) ?? [];
      if (codes !== undefined) look = changed(look, codes.split(";").map(Number));
      if (shown) runs.push({ ...look, row, column, text: shown });
      column += [...shown].length;
    }
  }
  return runs;
}

/** ECMA-48, "Select graphic rendition", with the 256-colour extension. */
function changed(look: Look, codes: number[]): Look {
  const next = { ...look };
  for (let at = 0; at < codes.length; at++) {
    const code = codes[at];
    if (code === 0) Object.assign(next, plain);
    else if (code === 1) next.bold = true;
    else if (code === 2) next.dim = true;
    else if (code === 22) next.bold = next.dim = false;
    else if (code >= 30 && code <= 37) next.front = code - 30;
    else if (code === 39) next.front = undefined;
    else if (code === 49) next.back = undefined;
    else if (code === 38 || code === 48) {
      next[code === 38 ? "front" : "back"] = codes[at + 2];
      at += 2;
    }
  }
  return next;
}

function draw({ row, column, text, ...look }: Run): string {
  const x = PADDING + column * CELL.width;
  const y = PADDING + row * CELL.height;
  const width = [...text].length * CELL.width;
  const back = look.back === undefined ? "" : box(x, y, width, CELL.height, `fill="${colour(look.back)}"`);
  const shapes = [...text].map((character, at) => shape(character, x + at * CELL.width, y)).join("");
  const letters = text.replace(/[\u2800-\u28ff█▏▎▍▌▋▊▉░]/gu, " ");
  const words = [...letters.matchAll(/\S+(?: \S+)*/gu)].map(({ 0: word, index }) => {
    const length = [...word].length * CELL.width;
    const at = `x="${x + [...letters.slice(0, index)].length * CELL.width}" y="${y + 13}" textLength="${length}"`;
    return `<text ${at}>${escaped(word)}</text>`;
  });
  return `<g class="${classes(look)}">${back}${shapes && `<path d="${shapes}"/>`}${words.join("")}</g>`;
}

/** The path of a character that is drawn: a braille cell's dots, or a block. */
function shape(character: string, x: number, y: number): string {
  const code = character.codePointAt(0)!;
  if (code >= 0x2800 && code <= 0x28ff) return dots(code - 0x2800, x, y);
  const eighths = "▏▎▍▌▋▊▉█".indexOf(character) + 1;
  if (eighths > 0) return rectangle(x, y + 3, eighths, CELL.height - 6);
  return character === "░" ? rectangle(x, y + 8, CELL.width, 1) : "";
}

/** Bits of a braille character by column and row, as Unicode numbers them. */
const BITS = [
  [0, 1, 2, 6],
  [3, 4, 5, 7],
];

function dots(bits: number, x: number, y: number): string {
  const path = (column: number, row: number) => rectangle(x + 1 + column * 4, y + 1 + row * 4.25, 2.4, 2.4);
  return BITS.flatMap((rows, column) => rows.map((bit, row) => (bits & (1 << bit) ? path(column, row) : ""))).join("");
}

function rectangle(x: number, y: number, width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h-${width}z`;
}

function box(x: number, y: number, width: number, height: number, attributes: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" ${attributes}/>`;
}

const NAMES = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

function classes({ bold, dim, front }: Look): string {
  const named = front === undefined ? [] : [NAMES[front] ?? "bright"];
  return [...(bold ? ["bold"] : []), ...(dim ? ["dim"] : []), ...named].join(" ");
}

/** A colour of xterm's cube of 6 × 6 × 6, which begins at 16. */
function colour(index: number): string {
  const level = (value: number) => (value === 0 ? 0 : 55 + value * 40);
  const [red, green, blue] = [Math.floor((index - 16) / 36), Math.floor((index - 16) / 6) % 6, (index - 16) % 6];
  return `rgb(${level(red)},${level(green)},${level(blue)})`;
}

function escaped(word: string): string {
  return word.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

const runs = parse(await text(process.stdin));
const columns = Math.max(...runs.map(({ column, text }) => column + [...text.trimEnd()].length));
const rows = runs.at(-1)!.row + 1;
const [width, height] = [columns * CELL.width + 2 * PADDING, rows * CELL.height + 2 * PADDING];
console.log(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="Output of a terminal">
<style>
  svg { --paper: #fbfbfa; --ink: #24292f; --dim: #6e7781; --cyan: #0a7ea4; --yellow: #b35900; --green: #1a7f37 }
  @media (prefers-color-scheme: dark) {
    svg { --paper: #15181d; --ink: #d8dee6; --dim: #8b949e; --cyan: #4fc3e8; --yellow: #f0b429; --green: #3fb950 }
  }
  text { font: 13px ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace; white-space: pre }
  g { fill: var(--ink) } .dim { fill: var(--dim) } .bold { font-weight: 600 } .bold text { font-weight: 700 } .bright { fill: #fff }
  .cyan { fill: var(--cyan) } .yellow { fill: var(--yellow) } .green { fill: var(--green) }
</style>
<rect width="${width}" height="${height}" rx="8" style="fill: var(--paper)"/>
${runs.map(draw).join("\n")}
</svg>`);
