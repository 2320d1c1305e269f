import type { ClassificationEvaluation } from "../evaluation/classification.js";
import { type Box, drawPanel, type Panel, rule } from "./panel.js";
import { bilingual, px, svgDocument, textAt } from "./svg.js";

/** Ten colours of like weight that hold on white and on near-black paper (Tableau 10); more classes begin anew. */
const palette = [
  "#4e79a7", "#f28e2b", "#e15759", "#76b7b2", "#59a14f", "#c9a227", "#b07aa1", "#ff9da7", "#9c755f", "#8f8a87",
] as const; // prettier-ignore

const BOX: Box = { left: 68, top: 84, width: 400, height: 400 };
const LINE = 20;

type Judged = Pick<ClassificationEvaluation, "classes" | "macroAuc">;

/** The plot inside `rocCurves`: a line for each class that has a curve. */
function rocPanel({ classes }: Judged): Panel {
  return {
    title: bilingual({ en: "True positive rate", zh: "真阳性率" }),
    xLabel: bilingual({ en: "false positive rate", zh: "假阳性率" }),
    xDomain: [0, 1],
    yDomain: [0, 1],
    series: classes.map(({ name, roc }, i) => ({
      label: name,
      colour: palette[i % palette.length],
      points: roc.map(({ falsePositiveRate: x, truePositiveRate: y }) => ({ x, y })),
    })),
  };
}

/** ROC curves of each class against the rest as SVG, with the area under each; the dashed line is chance. */
export function rocCurves(evaluation: Judged): string {
  const panel = rocPanel(evaluation);
  const legendLeft = BOX.left + BOX.width + 36;
  const legend = evaluation.classes.map(({ name, auc }, i) => {
    const y = BOX.top + 30 + i * LINE;
    const stroke = `<line x1="${legendLeft}" y1="${px(y - 4)}" x2="${legendLeft + 18}" y2="${px(y - 4)}" stroke="${panel.series[i]?.colour}" stroke-width="3" stroke-linecap="round"/>`;
    return `${stroke}\n${textAt(legendLeft + 26, y, name)}\n${textAt(legendLeft + 150, y, shown(auc), { anchor: "end" })}`;
  });
  const macroY = BOX.top + 30 + evaluation.classes.length * LINE + 6;
  const title = { en: "ROC curves, each class against the rest", zh: "各类对其余类的 ROC 曲线" };
  const body = [
    textAt(24, 34, bilingual(title), { class: "title" }),
    rule(BOX.left, BOX.top + BOX.height, BOX.left + BOX.width, BOX.top, "axis", "4 5"),
    drawPanel(panel, BOX),
    textAt(legendLeft + 150, BOX.top + 6, "AUC", { class: "soft", anchor: "end" }),
    ...legend,
    textAt(legendLeft + 26, macroY, bilingual({ en: "mean", zh: "平均" }), { class: "soft" }),
    textAt(legendLeft + 150, macroY, shown(evaluation.macroAuc), { class: "soft", anchor: "end" }),
  ];
  const height = Math.max(BOX.top + BOX.height + 56, macroY + 24);
  return svgDocument(legendLeft + 178, height, title, body.join("\n"));
}

function shown(auc: number | null): string {
  return auc === null ? "–" : auc.toFixed(4);
}
