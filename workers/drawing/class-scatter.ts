import { type Box, drawPanel, panelScales } from "../../src/kernel/drawing/panel.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { Localized } from "../../src/kernel/localized.js";
import { classColour } from "./class-colours.js";

/** One row: where it lies, and the numbers of its true and its predicted class. */
export interface ScatterPoint {
  x: number;
  y: number;
  truth: number;
  predicted: number;
}

export interface ClassScatter {
  title: Localized;
  xLabel: string;
  yLabel: string;
  classes: readonly string[];
  points: readonly ScatterPoint[];
}

const BOX: Box = { left: 68, top: 84, width: 480, height: 380 };
const LINE = 22;
const [DOT, RING] = [4.5, 8];

/**
 * Rows in two of their columns, as SVG. A dot has the colour of the class that is predicted; round a mistake stands a ring in the
 * colour of the true one.
 */
export function classScatter({ title, xLabel, yLabel, classes, points }: ClassScatter): string {
  const line = { label: "", colour: "", points: [...points] };
  const panel = { title: yLabel, xLabel, series: [line] };
  const { x, y } = panelScales(panel, BOX);
  const [xDomain, yDomain] = [points.map((point) => point.x), points.map((point) => point.y)].map(
    (values): [number, number] => [Math.min(...values), Math.max(...values)],
  );
  const right = points.filter(({ truth, predicted }) => truth === predicted);
  const wrong = points.filter(({ truth, predicted }) => truth !== predicted);
  const left = BOX.left + BOX.width + 32;
  const names = classes.map((name, label) => legendLine(left, BOX.top + label * LINE, name, label));
  const below = BOX.top + classes.length * LINE + 14;
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    drawPanel({ ...panel, series: [], xDomain, yDomain }, BOX),
    ...[...right, ...wrong].map((point) => dot(x(point.x), y(point.y), point)),
    ...names,
    ring(left + 7, below - 4, 'class="axis"'),
    textAt(left + 24, below, `mistakes · 错误：${wrong.length} / ${points.length}`, {
      class: wrong.length ? "bad-ink" : "",
    }),
    textAt(left, below + LINE, "dot: predicted · 点：预测", { class: "soft" }),
    textAt(left, below + 2 * LINE, "ring: true class · 环：真实类别", { class: "soft" }),
  ];
  return svgDocument(left + 210, Math.max(BOX.top + BOX.height + 56, below + 3 * LINE), title, body.join("\n"));
}

function dot(x: number, y: number, { truth, predicted }: ScatterPoint): string {
  const filled = `<circle data-true="${truth}" data-predicted="${predicted}" cx="${px(x)}" cy="${px(y)}" r="${DOT}" fill="${classColour(predicted)}" fill-opacity="0.85"/>`;
  return truth === predicted ? filled : `${filled}\n${ring(x, y, `fill="none" stroke="${classColour(truth)}"`)}`;
}

function ring(x: number, y: number, ink: string): string {
  return `<circle cx="${px(x)}" cy="${px(y)}" r="${RING}" ${ink} stroke-width="2.5"/>`;
}

function legendLine(left: number, y: number, name: string, label: number): string {
  const mark = `<circle cx="${px(left + 7)}" cy="${px(y - 4)}" r="${DOT + 1}" fill="${classColour(label)}"/>`;
  return `${mark}\n${textAt(left + 24, y, name)}`;
}
