import { exactMcNemar } from "../../src/kernel/statistics/mcnemar.js";
import { predictedLabels, type Scored } from "./predictions.js";

/** Two models' predictions of the same rows. */
export interface PairedComparison {
  bothRight: number;
  onlyModelRight: number;
  onlyBaselineRight: number;
  bothWrong: number;
  /** Chance that rows on which one of two equally good models is right are shared out at least so unevenly. */
  pValue: number;
}

/** Compares row by row; null where the two did not judge the same rows. */
export function comparePaired(model: Scored, baseline: Scored): PairedComparison | null {
  if (!sameRows(model, baseline)) return null;
  const [ours, theirs] = [predictedLabels(model), predictedLabels(baseline)];
  const right = (predicted: Int32Array) => Array.from(predicted, (label, row) => label === model.labels[row]);
  return compareRights(right(ours), right(theirs));
}

/** Compares what two models got right, row by row of the same rows. */
export function compareRights(model: readonly boolean[], baseline: readonly boolean[]): PairedComparison {
  const counts = { bothRight: 0, onlyModelRight: 0, onlyBaselineRight: 0, bothWrong: 0 };
  model.forEach((right, row) => {
    if (right) counts[baseline[row] ? "bothRight" : "onlyModelRight"] += 1;
    else counts[baseline[row] ? "onlyBaselineRight" : "bothWrong"] += 1;
  });
  return { ...counts, pValue: exactMcNemar(counts.onlyModelRight, counts.onlyBaselineRight) };
}

function sameRows(a: Scored, b: Scored): boolean {
  const sameClasses = a.classes.length === b.classes.length && a.classes.every((name, c) => name === b.classes[c]);
  if (!sameClasses || a.labels.length !== b.labels.length) return false;
  for (let row = 0; row < a.labels.length; row++) if (a.labels[row] !== b.labels[row]) return false;
  return true;
}
