import { rule } from "../../src/kernel/drawing/panel.js";
import { linearScale } from "../../src/kernel/drawing/scale.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { EpisodesEvaluation } from "../evaluation/episodes.js";

const [WIDTH, HEIGHT] = [640, 400];
const BOX = { left: 68, top: 108, width: 536, height: 228 };
const BINS = 20;
const BAR = "#3b82c4";
const MEAN = "#e07b00";

/** How often a policy's episodes had which return, as SVG, with the mean in orange, and its 95% interval where it has one. */
export function returnsHistogram(report: EpisodesEvaluation): string {
  const { rows, meanReturn, successShare, details } = report;
  const { returns, success, intervals } = details;
  const interval = intervals.meanReturn;
  const [right, bottom] = [BOX.left + BOX.width, BOX.top + BOX.height];
  const x = linearScale([Math.min(0, ...returns), Math.max(success, ...returns)], [BOX.left, right]);
  const [start, end] = [x.ticks[0], x.ticks[x.ticks.length - 1]];
  const counts = countsOf(returns, start, end);
  const y = linearScale([0, Math.max(...counts)], [bottom, BOX.top]);
  const edge = (bin: number) => x(start + (bin * (end - start)) / BINS);
  const title = { en: "Returns of the test episodes", zh: "测试回合的回报" };
  const figures = [
    `mean · 平均 ${meanReturn.toFixed(1)}${interval ? ` [${interval.low.toFixed(1)}, ${interval.high.toFixed(1)}]` : ""}`,
    `success · 成功 ${(100 * successShare).toFixed(0)} %`,
    `n = ${rows}`,
  ];
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(24, 58, figures.join("; "), { class: "soft" }),
    textAt(BOX.left, BOX.top - 24, bilingual({ en: "episodes", zh: "回合数" }), { class: "soft", anchor: "middle" }),
    ...y.ticks.map((tick) => rule(BOX.left, y(tick), right, y(tick), "grid")),
    ...y.ticks.map((tick) => textAt(BOX.left - 8, y(tick) + 4, y.label(tick), { class: "soft", anchor: "end" })),
    ...counts.map((count, bin) => bar(edge(bin), edge(bin + 1), y(count), bottom, count)),
    rule(BOX.left, bottom, right, bottom, "axis"),
    ...x.ticks.map((tick) => textAt(x(tick), bottom + 18, x.label(tick), { class: "soft", anchor: "middle" })),
    textAt((BOX.left + right) / 2, bottom + 40, bilingual({ en: "return", zh: "回报" }), {
      class: "soft",
      anchor: "middle",
    }),
    interval ? stroke(x(interval.low), BOX.top - 10, x(interval.high), BOX.top - 10, 5) : "",
    stroke(x(meanReturn), BOX.top - 16, x(meanReturn), bottom, 2),
  ];
  return svgDocument(WIDTH, HEIGHT, title, body.join("\n"));
}

function countsOf(returns: number[], start: number, end: number): number[] {
  const counts = Array<number>(BINS).fill(0);
  for (const value of returns) counts[Math.min(BINS - 1, Math.floor(((value - start) / (end - start)) * BINS))]++;
  return counts;
}

function bar(left: number, right: number, top: number, bottom: number, count: number): string {
  return `<rect data-count="${count}" x="${px(left + 1)}" y="${px(top)}" width="${px(right - left - 2)}" height="${px(bottom - top)}" rx="2" fill="${BAR}"/>`;
}

function stroke(x1: number, y1: number, x2: number, y2: number, width: number): string {
  return `<line x1="${px(x1)}" y1="${px(y1)}" x2="${px(x2)}" y2="${px(y2)}" stroke="${MEAN}" stroke-width="${width}" stroke-linecap="round"/>`;
}
