import { drawPanel, panelScales, type Panel, rule } from "../../src/kernel/drawing/panel.js";
import type { Localized } from "../../src/kernel/localized.js";
import { bilingual, svgDocument, textAt } from "../../src/kernel/drawing/svg.js";
import type { RobustnessCurve } from "../evaluation/robustness.js";

const [LEFT, TOP, WIDTH, HEIGHT, APART] = [64, 108, 260, 200, 90];
const LINE = "#3b82c4";
const KINDS: Record<RobustnessCurve["kind"], { title: Localized; axis: Localized }> = {
  NOISE: { title: { en: "Noise", zh: "噪声" }, axis: { en: "deviation", zh: "标准差" } },
  ROTATION: { title: { en: "Rotation", zh: "旋转" }, axis: { en: "degrees", zh: "度" } },
  FGSM: { title: { en: "Attack (FGSM)", zh: "对抗攻击 (FGSM)" }, axis: { en: "ε in brightness", zh: "ε（亮度）" } },
};

/** Accuracy by the strength of each perturbation, with 95% intervals, as SVG; dashed is what guessing any class alike would get. */
export function robustnessChart(curves: readonly RobustnessCurve[], report: object): string {
  const title = { en: "Accuracy on harder pictures", zh: "在更难的图像上的正确率" };
  const classes = "classes" in report && Array.isArray(report.classes) ? report.classes.length : 0;
  const body = curves.flatMap(({ kind, points }, i) => {
    const box = { left: LEFT + i * (WIDTH + APART), top: TOP, width: WIDTH, height: HEIGHT };
    const line = points.map(({ strength: x, accuracy: y }) => ({ x, y }));
    const panel: Panel = {
      title: bilingual(KINDS[kind].title),
      xLabel: bilingual(KINDS[kind].axis),
      series: [{ label: kind, colour: LINE, points: line, dots: true, endLabel: (y) => y.toFixed(3) }],
      yDomain: [0, 1],
    };
    const { x, y } = panelScales(panel, box);
    const intervals = points.map(
      ({ strength, low, high }) =>
        `<line x1="${x(strength).toFixed(2)}" y1="${y(low).toFixed(2)}" x2="${x(strength).toFixed(2)}" y2="${y(high).toFixed(2)}" stroke="${LINE}" stroke-opacity="0.45" stroke-width="5" stroke-linecap="round"/>`,
    );
    const chance = classes > 0 ? [rule(box.left, y(1 / classes), box.left + WIDTH, y(1 / classes), "axis", "4 4")] : [];
    return [drawPanel(panel, box), ...intervals, ...chance];
  });
  const rows = curves[0]?.points[0]?.rows ?? 0;
  const note = bilingual({ en: `share right, 95% intervals; n = ${rows}`, zh: "正确率及 95% 区间" });
  const head = [textAt(24, 34, bilingual(title), { class: "title" }), textAt(24, 56, note, { class: "soft" })];
  const width = LEFT + curves.length * (WIDTH + APART);
  return svgDocument(Math.max(width, 420), TOP + HEIGHT + 60, title, [...head, ...body].join("\n"));
}
