import { type Box, drawPanel, type Panel, panelScales, rule } from "../../src/kernel/drawing/panel.js";
import { bilingual, px, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { ReliabilityBin } from "../evaluation/calibration.js";
import type { ClassificationEvaluation } from "../evaluation/classification.js";

const WIDTH = 500;
const ACCURACY: Box = { left: 68, top: 112, width: 400, height: 300 };
const ROWS: Box = { left: 68, top: 500, width: 400, height: 90 };
const BAR = "#4e79a7";
const GAP = "#e07b00";
const confidence = bilingual({ en: "confidence", zh: "置信度" });

/**
 * A reliability diagram as SVG: how often the model is right at each confidence, beside the dashed line where the two
 * agree; the orange part is what lies between a bar and the mean confidence of its rows. Beneath it the rows themselves.
 */
export function reliabilityDiagram({
  calibrationError,
  details: { reliability: bins },
}: Pick<ClassificationEvaluation, "calibrationError" | "details">): string {
  const accuracies: Panel = {
    title: bilingual({ en: "Accuracy", zh: "准确率" }),
    ...{ xLabel: confidence, xDomain: [0, 1], yDomain: [0, 1], series: [] },
  };
  const rows: Panel = {
    title: bilingual({ en: "Rows", zh: "样本数" }),
    ...{ xLabel: confidence, xDomain: [0, 1], yDomain: [0, Math.max(...bins.map((bin) => bin.rows))], series: [] },
  };
  const title = { en: "Reliability", zh: "可靠性" };
  const error = bilingual({ en: "expected calibration error", zh: "期望校准误差" });
  const { left, top, width, height } = ACCURACY;
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    textAt(24, 56, `${error}: ${calibrationError.toFixed(4)}`, { class: "soft" }),
    swatch(left + 176, top - 24, BAR, 1, bilingual({ en: "right", zh: "正确" })),
    swatch(left + 270, top - 24, GAP, 0.45, bilingual({ en: "gap", zh: "差距" })),
    drawPanel(accuracies, ACCURACY),
    ...bins.map((bin, i) => drawBin(bin, i, accuracies)),
    rule(left, top + height, left + width, top, "axis", "4 5"),
    drawPanel(rows, ROWS),
    ...bins.map((bin) => bar(bin, 0, bin.rows, rows, ROWS, `fill="#8f8a87"`)),
  ];
  return svgDocument(WIDTH, ROWS.top + ROWS.height + 56, title, body.join("\n"));
}

/** What is right, and what lies between that and the confidence. */
function drawBin(bin: ReliabilityBin, index: number, panel: Panel): string {
  const { rows, confidence: stated, accuracy } = bin;
  if (stated === null || accuracy === null) return "";
  const [from, to] = [Math.min(accuracy, stated), Math.max(accuracy, stated)];
  return [
    bar(bin, 0, accuracy, panel, ACCURACY, `data-bin="${index}" data-rows="${rows}" fill="${BAR}"`),
    bar(bin, from, to, panel, ACCURACY, `fill="${GAP}" fill-opacity="0.45" stroke="${GAP}"`),
  ].join("\n");
}

function bar({ low, high }: ReliabilityBin, from: number, to: number, panel: Panel, box: Box, look: string): string {
  const { x, y } = panelScales(panel, box);
  if (to === from) return "";
  return `<rect x="${px(x(low) + 1)}" y="${px(y(to))}" width="${px(x(high) - x(low) - 2)}" height="${px(y(from) - y(to))}" ${look}/>`;
}

function swatch(x: number, y: number, colour: string, opacity: number, label: string): string {
  return `<rect x="${px(x)}" y="${px(y)}" width="12" height="12" fill="${colour}" fill-opacity="${opacity}"/>\n${textAt(x + 20, y + 10, label)}`;
}
