import { linearScale, logScale, type Scale } from "./scale.js";
import { escaped, px, textAt } from "./svg.js";

interface Point {
  x: number;
  y: number;
}

/** One line of a plot. Dots mark its points; the last value is written at its end when `endLabel` is given. */
export interface Series {
  label: string;
  colour: string;
  points: Point[];
  dots?: boolean;
  width?: number;
  endLabel?: (y: number) => string;
}

export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** One plot with axes: `domain`s take part in choosing the axes beside the data. */
export interface Panel {
  title: string;
  xLabel: string;
  series: Series[];
  xDomain?: [number, number];
  yDomain?: [number, number];
  /** A logarithmic y axis, where the data allow one. */
  logY?: boolean;
}

/** The data span at least so many times its smallest value before a logarithmic axis helps. */
const LOG_FROM_RATIO = 10;
/** Characters of a label are about so wide; two labels closer than a line's height are moved apart. */
const LINE = 14;

/** The scales that `drawPanel` uses for this panel in this box. */
export function panelScales({ series, xDomain, yDomain, logY }: Panel, box: Box): { x: Scale; y: Scale } {
  const points = series.flatMap((line) => line.points);
  const [xs, ys] = [
    extent(
      points.map(({ x }) => x),
      xDomain,
    ),
    extent(
      points.map(({ y }) => y),
      yDomain,
    ),
  ];
  const vertical = [box.top + box.height, box.top] as const;
  const logarithmic = logY && ys[0] > 0 && ys[1] / ys[0] >= LOG_FROM_RATIO;
  return {
    x: linearScale(xs, [box.left, box.left + box.width]),
    y: logarithmic ? logScale(ys, vertical) : linearScale(logY && ys[0] > 0 ? [0, ys[1]] : ys, vertical),
  };
}

/** Draws grid, axes, lines and their last values into the box; labels of the axes stand outside it. */
export function drawPanel(panel: Panel, box: Box): string {
  const { x, y } = panelScales(panel, box);
  const bottom = box.top + box.height;
  const right = box.left + box.width;
  const suffix = y.logarithmic ? " (log · 对数)" : "";
  return [
    textAt(box.left, box.top - 14, panel.title + suffix, { class: "title" }),
    ...y.ticks.map((tick) => rule(box.left, y(tick), right, y(tick), "grid")),
    ...y.ticks.map((tick) => textAt(box.left - 8, y(tick) + 4, y.label(tick), { class: "soft", anchor: "end" })),
    ...x.ticks.map((tick) => rule(x(tick), bottom, x(tick), bottom + 4, "axis")),
    ...x.ticks.map((tick) => textAt(x(tick), bottom + 18, x.label(tick), { class: "soft", anchor: "middle" })),
    rule(box.left, bottom, right, bottom, "axis"),
    textAt((box.left + right) / 2, bottom + 36, panel.xLabel, { class: "soft", anchor: "middle" }),
    ...panel.series.map((line) => drawSeries(line, x, y)),
    ...endLabels(panel.series, x, y),
  ].join("\n");
}

function drawSeries({ label, colour, points, dots, width = 1.8 }: Series, x: Scale, y: Scale): string {
  if (points.length === 0) return "";
  const places = points.map((point) => `${px(x(point.x))},${px(y(point.y))}`);
  const line = `<polyline data-series="${escaped(label)}" points="${places.join(" ")}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"/>`;
  const marks = points.map(
    (point) => `<circle cx="${px(x(point.x))}" cy="${px(y(point.y))}" r="3.2" fill="${colour}"/>`,
  );
  return dots || points.length === 1 ? [line, ...marks].join("\n") : line;
}

/** The last values, at the height of the lines' ends or, where they would overlap, a line apart. */
function endLabels(series: Series[], x: Scale, y: Scale): string[] {
  const ends = series.flatMap(({ points, endLabel, colour }) => {
    const last = points.at(-1);
    return last && endLabel ? [{ x: x(last.x) + 8, y: y(last.y) + 4, text: endLabel(last.y), colour }] : [];
  });
  ends.sort((a, b) => a.y - b.y);
  ends.forEach((end, i) => (end.y = Math.max(end.y, (ends[i - 1]?.y ?? -Infinity) + LINE)));
  return ends.map((end) => textAt(end.x, end.y, end.text, { more: `style="fill:${end.colour};font-weight:600"` }));
}

/** Coloured strokes with their names, from left to right; the names are about `advance` pixels wide. */
export function drawLegend(
  entries: { label: string; colour: string }[],
  left: number,
  y: number,
  advance: number,
): string {
  return entries
    .map(({ label, colour }, i) => {
      const from = left + i * advance;
      const stroke = `<line x1="${px(from)}" y1="${px(y - 4)}" x2="${px(from + 18)}" y2="${px(y - 4)}" stroke="${colour}" stroke-width="3" stroke-linecap="round"/>`;
      return `${stroke}\n${textAt(from + 26, y, label)}`;
    })
    .join("\n");
}

/** A straight line of that class; `dashes` are lengths in pixels, e.g. "4 5". */
export function rule(x1: number, y1: number, x2: number, y2: number, name: string, dashes?: string): string {
  const dashed = dashes ? ` stroke-dasharray="${dashes}"` : "";
  return `<line class="${name}" x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}"${dashed}/>`;
}

function extent(values: number[], domain: [number, number] | undefined): [number, number] {
  const all = domain ? [...values, ...domain] : values;
  return all.length === 0 ? [0, 1] : [Math.min(...all), Math.max(...all)];
}
