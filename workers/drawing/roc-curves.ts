import { rule } from "../../src/kernel/drawing/panel.js";
import type { ClassificationEvaluation } from "../evaluation/classification.js";
import { classCurves, CURVES_BOX } from "./class-curves.js";

/** ROC curves of each class against the rest as SVG, with the area under each; the dashed line is chance. */
export function rocCurves({ classes, macroAuc }: Pick<ClassificationEvaluation, "classes" | "macroAuc">): string {
  const { left, top, width, height } = CURVES_BOX;
  return classCurves({
    title: { en: "ROC curves, each class against the rest", zh: "各类对其余类的 ROC 曲线" },
    yTitle: { en: "True positive rate", zh: "真阳性率" },
    xTitle: { en: "false positive rate", zh: "假阳性率" },
    figure: "AUC",
    classes: classes.map(({ name, auc, roc }) => ({
      name,
      figure: auc,
      points: roc.map(({ falsePositiveRate: x, truePositiveRate: y }) => ({ x, y })),
    })),
    mean: macroAuc,
    ground: rule(left, top + height, left + width, top, "axis", "4 5"),
  });
}
