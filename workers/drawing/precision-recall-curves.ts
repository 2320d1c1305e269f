import type { ClassificationEvaluation } from "../evaluation/classification.js";
import type { PrecisionRecallPoint } from "../evaluation/ranking.js";
import { classCurves } from "./class-curves.js";

/**
 * Precision over recall of each class against the rest as SVG, with the average precision of each. Drawn in steps, since
 * straight lines between the points would promise more than thresholds can give (Davis and Goadrich, "The Relationship
 * Between Precision-Recall and ROC Curves", ICML 2006).
 */
export function precisionRecallCurves({ classes }: Pick<ClassificationEvaluation, "classes">): string {
  const known = classes.flatMap(({ averagePrecision }) => averagePrecision ?? []);
  return classCurves({
    title: { en: "Precision and recall, each class against the rest", zh: "各类对其余类的精确率与召回率" },
    yTitle: { en: "Precision", zh: "精确率" },
    xTitle: { en: "recall", zh: "召回率" },
    figure: "AP",
    classes: classes.map(({ name, averagePrecision, precisionRecall }) => ({
      name,
      figure: averagePrecision,
      points: steps(precisionRecall),
    })),
    mean: known.length === 0 ? null : known.reduce((sum, one) => sum + one, 0) / known.length,
  });
}

/** Each point's precision holds from the recall of the point before, or from 0. */
function steps(curve: PrecisionRecallPoint[]): { x: number; y: number }[] {
  return curve.flatMap(({ recall, precision }, i) => [
    { x: curve[i - 1]?.recall ?? 0, y: precision },
    { x: recall, y: precision },
  ]);
}
