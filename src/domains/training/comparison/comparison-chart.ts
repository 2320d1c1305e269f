import { drawLegend, drawPanel, type Series } from "../../../kernel/drawing/panel.js";
import { svgDocument, textAt } from "../../../kernel/drawing/svg.js";
import { Direction } from "../series/metric-direction.js";
import type { CompareBy, ComparedMetric } from "./compared-metrics.js";

const WIDTH = 1000;
const HEIGHT = 468;
const BOX = { left: 76, top: 52, width: 620, height: 350 };
const LEGEND = { left: 730, top: 64, line: 19 };
/** The legend has room for so many letters of a name; a Chinese character is as wide as two. */
const NAME_WIDTH = 24;
const X_LABELS: Record<CompareBy, string> = { STEP: "step · 步", EPOCH: "epoch · 轮", TIME: "seconds · 秒" };
/** As many as there may be runs, the first eight told apart by everybody (Okabe and Ito, 2008). */
const COLOURS = `#0072b2 #e69f00 #009e73 #d55e00 #cc79a7 #56b4e9 #8c6d00 #7f7f7f #5b4fc4 #98df8a
  #8c564b #17becf #c5b0d5 #bcbd22 #ff9896 #393b79 #637939 #843c39 #7b4173 #3182bd`.split(/\s+/);

/** The curves of one metric over one another as SVG: a colour for each run, its name with its best or last value beside. */
export function comparisonChart(
  metric: ComparedMetric,
  { by, runIds, names }: { by: CompareBy; runIds: readonly string[]; names: readonly string[] },
): string {
  const shown = metric.curves.map(({ runId, x, values, best, final }) => {
    const at = runIds.indexOf(runId);
    const won = runId === metric.winnerId ? " ★" : "";
    const label = `${clipped(names[at])}  ${(best ?? final).value.toPrecision(4)}${won}`;
    const points = x.map((place, index) => ({ x: place, y: values[index] }));
    return { label, colour: COLOURS[at % COLOURS.length], points: points.filter(({ y }) => Number.isFinite(y)) };
  });
  const series: Series[] = shown.map((line) => ({ ...line, width: 1.6 }));
  const logY = metric.direction === Direction.LOWER;
  const legend = shown.map((entry, row) => drawLegend([entry], LEGEND.left, LEGEND.top + row * LEGEND.line, 0));
  const value = metric.direction ? "best · 最佳" : "last · 最后";
  const body = [
    drawPanel({ title: metric.name, xLabel: X_LABELS[by], series, logY }, BOX),
    textAt(LEGEND.left, BOX.top - 14, value, { class: "soft" }),
    ...legend,
  ];
  const title = { en: `${metric.name} of ${shown.length} runs`, zh: `${shown.length} 次训练的 ${metric.name}` };
  return svgDocument(WIDTH, HEIGHT, title, body.join("\n"));
}

function clipped(name: string): string {
  let width = 0;
  const shown = [...name].filter((character) => (width += /\p{Script=Han}/u.test(character) ? 2 : 1) <= NAME_WIDTH);
  return width > NAME_WIDTH ? `${shown.join("")}…` : name;
}
