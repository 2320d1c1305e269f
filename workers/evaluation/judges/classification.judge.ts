import { confusionHeatmap } from "../../drawing/confusion-heatmap.js";
import { fairnessChart } from "../../drawing/fairness-chart.js";
import { hardestRowsPicture } from "../../drawing/hardest-rows-picture.js";
import { precisionRecallCurves } from "../../drawing/precision-recall-curves.js";
import { reliabilityDiagram } from "../../drawing/reliability-diagram.js";
import { rocCurves } from "../../drawing/roc-curves.js";
import { slicesChart } from "../../drawing/slices-chart.js";
import type { Interval } from "../bootstrap.js";
import { type ClassificationEvaluation, evaluateClassification } from "../classification.js";
import type { WorstExamples } from "../examples.js";
import { type Disparities, evaluateFairness, type FairOutcome } from "../fairness.js";
import { hardestExamples } from "../hardest-rows.js";
import { type Drawing, judge } from "../judge.js";
import { comparePaired } from "../paired-comparison.js";
import { predictedLabels } from "../predictions.js";
import { type Slice, worstSlices } from "../slices.js";
import type { Predictions } from "../test-predictions.js";
import { decodeClassPredictions, encodeClassPredictions } from "./classification-file.js";

/** How good class predictions are, where they fail, and whether they fail some people more than others. */
export interface ClassificationReport extends ClassificationEvaluation {
  /** Where rows have groups: the worst over the outcomes. */
  fairness?: Disparities;
  details: ClassificationEvaluation["details"] & {
    intervals: Partial<Record<string, Interval>>;
    fairness?: { column: string; outcomes: FairOutcome[] };
    slices: Slice[];
    worst: WorstExamples;
  };
}

/** Class probabilities, by scikit-learn's definitions. */
export const classificationJudge = judge({
  primary: "accuracy",
  encode: encodeClassPredictions,
  decode: decodeClassPredictions,
  evaluate: (predictions: Predictions): ClassificationReport => {
    const report = evaluateClassification(predictions);
    const details = {
      ...report.details,
      slices: worstSlices(predictions, predictions),
      worst: hardestExamples(predictions),
    };
    if (!predictions.groups) return { ...report, details };
    const { worst, intervals, column, outcomes } = evaluateFairness(predictions, predictions.groups);
    return {
      ...report,
      fairness: worst,
      details: {
        ...details,
        intervals: { ...details.intervals, ...intervals },
        fairness: { column, outcomes },
      },
    };
  },
  compare: (model: Predictions, baseline: Predictions) => comparePaired(model, baseline),
  scoreRows: ({ places, ...scored }: Predictions) =>
    places
      ? {
          figure: "accuracy",
          scores: Float32Array.from(predictedLabels(scored), (label, row) => Number(label === scored.labels[row])),
          truth: [JSON.stringify(scored.classes), scored.labels, places],
        }
      : null,
  draw: (predictions, report) => {
    const { fairness, slices } = report.details;
    const drawings: Drawing[] = [
      { kind: "CONFUSION_MATRIX", name: "confusion-matrix.svg", svg: confusionHeatmap(report) },
      { kind: "ROC", name: "roc.svg", svg: rocCurves(report) },
      { kind: "FIGURE", name: "precision-recall.svg", svg: precisionRecallCurves(report) },
      { kind: "FIGURE", name: "reliability.svg", svg: reliabilityDiagram(report) },
      { kind: "FIGURE", name: "slices.svg", svg: slicesChart(slices, report.accuracy) },
    ];
    if (fairness) drawings.push({ kind: "FIGURE", name: "fairness.svg", svg: fairnessChart(fairness) });
    if (predictions.shown)
      drawings.push({ kind: "FIGURE", name: "hardest.svg", svg: hardestRowsPicture(predictions, predictions.shown) });
    return drawings;
  },
});
