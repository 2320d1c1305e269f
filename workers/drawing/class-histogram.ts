import { drawLegend, rule } from "../../src/kernel/drawing/panel.js";
import { linearScale } from "../../src/kernel/drawing/scale.js";
import { bilingual, escaped, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { GeneratedImagesEvaluation } from "../evaluation/generated-images.js";

const [WIDTH, HEIGHT] = [640, 380];
const BOX = { left: 68, top: 108, width: 536, height: 208 };
const [SURE, UNSURE] = ["#3b82c4", "#b7c4d4"];

/** How many made pictures a reader takes for each class, as SVG: those it is sure of, and above them the others. */
export function classHistogram({ rows, recognised, classesPresent, details }: GeneratedImagesEvaluation): string {
  const { classes, intervals, sureFrom } = details;
  const interval = intervals.recognised;
  const [right, bottom] = [BOX.left + BOX.width, BOX.top + BOX.height];
  const even = rows / classes.length;
  const y = linearScale([0, Math.max(even, ...classes.map(({ taken }) => taken))], [bottom, BOX.top]);
  const width = BOX.width / classes.length;
  const title = { en: "What made pictures are read as", zh: "生成图像的识别结果" };
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const figures = [
    `recognised · 可识别 ${percent(recognised)}${interval ? ` [${percent(interval.low)}, ${percent(interval.high)}]` : ""}`,
    `classes · 类别 ${classesPresent} / ${classes.length}`,
    `n = ${rows}`,
  ];
  const bars = classes.flatMap(({ name, taken, sure }, index) => {
    const left = BOX.left + index * width + width * 0.15;
    return [
      bar(left, width * 0.7, y(sure), bottom, SURE, sure),
      bar(left, width * 0.7, y(taken), y(sure), UNSURE, taken - sure),
      textAt(BOX.left + (index + 0.5) * width, bottom + 18, name, { anchor: "middle" }),
    ];
  });
  const legend = [
    { label: `sure (≥ ${sureFrom}) · 确信`, colour: SURE },
    { label: "unsure · 不确定", colour: UNSURE },
  ];
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(24, 58, figures.join("; "), { class: "soft" }),
    drawLegend(legend, BOX.left, 86, 170),
    ...y.ticks.map((tick) => rule(BOX.left, y(tick), right, y(tick), "grid")),
    ...y.ticks.map((tick) => textAt(BOX.left - 8, y(tick) + 4, y.label(tick), { class: "soft", anchor: "end" })),
    ...bars,
    `<line x1="${px(BOX.left)}" y1="${px(y(even))}" x2="${px(right)}" y2="${px(y(even))}" stroke="#e07b00" stroke-dasharray="5 4"/>`,
    textAt(right, y(even) - 6, bilingual({ en: "evenly spread", zh: "均匀分布" }), { class: "soft", anchor: "end" }),
    rule(BOX.left, bottom, right, bottom, "axis"),
    textAt((BOX.left + right) / 2, bottom + 40, bilingual({ en: "class", zh: "类别" }), {
      class: "soft",
      anchor: "middle",
    }),
  ];
  return svgDocument(WIDTH, HEIGHT, title, body.join("\n"));
}

function bar(left: number, width: number, top: number, bottom: number, colour: string, count: number): string {
  return `<rect data-count="${escaped(String(count))}" x="${px(left)}" y="${px(top)}" width="${px(width)}" height="${px(bottom - top)}" fill="${colour}"/>`;
}
