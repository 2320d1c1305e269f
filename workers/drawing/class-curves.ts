import { type Box, drawPanel, type Panel } from "../../src/kernel/drawing/panel.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { Localized } from "../../src/kernel/localized.js";
import { classColour } from "./class-colours.js";

/** Where curves are drawn, in pixels. */
export const CURVES_BOX: Box = { left: 68, top: 84, width: 400, height: 400 };
const LINE = 20;
/** Width of a letter, and of the column of figures. */
const [LETTER, FIGURE] = [7, 62];

/** Curves over the unit square, one for each class, with a figure for each beside them. */
export interface ClassCurves {
  title: Localized;
  yTitle: Localized;
  xTitle: Localized;
  /** What the figures are, in a word. */
  figure: string;
  classes: { name: string; figure: number | null; points: { x: number; y: number }[] }[];
  /** The mean of the classes' figures. */
  mean: number | null;
  /** Drawn beneath the curves. */
  ground?: string;
}

/** The curves as SVG, with a legend that names classes and their figures. */
export function classCurves({ title, yTitle, xTitle, figure, classes, mean, ground = "" }: ClassCurves): string {
  const panel: Panel = {
    title: bilingual(yTitle),
    xLabel: bilingual(xTitle),
    xDomain: [0, 1],
    yDomain: [0, 1],
    series: classes.map(({ name, points }, i) => ({ label: name, colour: classColour(i), points })),
  };
  const { left, top, width, height } = CURVES_BOX;
  const stroke = left + width + 36;
  const names = stroke + 26;
  const figures = names + Math.max(62, ...classes.map(({ name }) => name.length * LETTER)) + FIGURE;
  const legend = classes.map(({ name, figure: value }, i) => {
    const y = top + 30 + i * LINE;
    const line = `<line x1="${stroke}" y1="${px(y - 4)}" x2="${stroke + 18}" y2="${px(y - 4)}" stroke="${classColour(i)}" stroke-width="3" stroke-linecap="round"/>`;
    return `${line}\n${textAt(names, y, name)}\n${textAt(figures, y, shown(value), { anchor: "end" })}`;
  });
  const meanY = top + 30 + classes.length * LINE + 6;
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    ground,
    drawPanel(panel, CURVES_BOX),
    textAt(figures, top + 6, figure, { class: "soft", anchor: "end" }),
    ...legend,
    textAt(names, meanY, bilingual({ en: "mean", zh: "平均" }), { class: "soft" }),
    textAt(figures, meanY, shown(mean), { class: "soft", anchor: "end" }),
  ];
  return svgDocument(figures + 28, Math.max(top + height + 56, meanY + 24), title, body.join("\n"));
}

function shown(figure: number | null): string {
  return figure === null ? "–" : figure.toFixed(4);
}
