import { bilingual, escaped, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { Localized } from "../../src/kernel/localized.js";

/** One text, its tokens with marks from 0 to 1, and what is said about it. */
export interface MarkedText {
  tokens: readonly string[];
  marks: ArrayLike<number>;
  label: string;
  note: string;
  wrong: boolean;
}

export interface MarkedGroup {
  title: Localized;
  texts: readonly MarkedText[];
}

const [WIDTH, LEFT, SIDE] = [960, 24, 150];
const [TEXT_LEFT, TEXT_RIGHT] = [LEFT + SIDE, WIDTH - 24];
const [LINE, GAP, HEAD] = [21, 12, 34];
const MARK = "#f28e2b";
/** Pixels: of a letter and of a wide sign such as a Chinese character, as far as fonts agree, and between two words. */
const [NARROW, WIDE, SPACE, PADDING] = [6.9, 12.6, 2, 2.5];
const WIDE_SIGN =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\u{20000}-\u{3fffd}]/u;
/** Lines that a text takes at most; what does not fit is cut. */
const MOST_LINES = 4;
/** Letters of a token that are drawn at most. */
const LONGEST = 24;

/** Texts with their tokens shaded by their marks, as SVG; a wrong one's label is orange. `legend` says what the shading means. */
export function markedTexts(title: Localized, legend: Localized, groups: readonly MarkedGroup[]): string {
  const body = [
    textAt(LEFT, 30, bilingual(title), { class: "title" }),
    textAt(LEFT, 50, legend.en, { class: "soft" }),
    textAt(LEFT, 67, legend.zh, { class: "soft" }),
  ];
  let top = 78;
  for (const { title: name, texts } of groups) {
    body.push(textAt(LEFT, top + 22, bilingual(name), { class: "title" }));
    top += HEAD;
    for (const text of texts) {
      const { drawn, lines } = drawText(text, top);
      body.push(drawn);
      top += Math.max(2, lines) * LINE + GAP;
    }
  }
  return svgDocument(WIDTH, top + 8, title, body.join("\n"));
}

function drawText({ tokens, marks, label, note, wrong }: MarkedText, top: number): { drawn: string; lines: number } {
  const parts = [
    textAt(LEFT, top + 14, label, { class: wrong ? "bad-ink" : "" }),
    textAt(LEFT, top + 30, note, { class: "soft" }),
  ];
  let [x, line] = [TEXT_LEFT, 0];
  for (const [at, token] of tokens.entries()) {
    const shown = shortened(token);
    const width = widthOf(shown) + 2 * PADDING;
    if (x + width > TEXT_RIGHT) [x, line] = [TEXT_LEFT, line + 1];
    if (line === MOST_LINES) {
      parts.push(textAt(TEXT_RIGHT, top + 14 + (line - 1) * LINE, "…", { class: "soft" }));
      break;
    }
    const baseline = top + 14 + line * LINE;
    const strength = Math.round(Math.min(1, Math.max(0, marks[at])) * 75) / 100;
    parts.push(
      `<rect x="${px(x)}" y="${px(baseline - 13)}" width="${px(width)}" height="18" rx="3" fill="${MARK}" fill-opacity="${strength}"/>`,
      `<text x="${px(x + PADDING)}" y="${px(baseline)}" textLength="${px(width - 2 * PADDING)}" lengthAdjust="spacingAndGlyphs">${escaped(shown)}</text>`,
    );
    x += width + SPACE;
  }
  return { drawn: parts.join("\n"), lines: Math.min(line + 1, MOST_LINES) };
}

function shortened(token: string): string {
  const signs = Array.from(token);
  return signs.length <= LONGEST ? token : `${signs.slice(0, LONGEST - 1).join("")}…`;
}

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, sign) => sum + (WIDE_SIGN.test(sign) ? WIDE : NARROW), 0);
}
