import { confusionHeatmap } from "../../drawing/confusion-heatmap.js";
import { precisionRecallCurves } from "../../drawing/precision-recall-curves.js";
import { reliabilityDiagram } from "../../drawing/reliability-diagram.js";
import { rocCurves } from "../../drawing/roc-curves.js";
import { evaluateClassification } from "../classification.js";
import { judge } from "../judge.js";
import { comparePaired } from "../paired-comparison.js";
import type { Predictions } from "../test-predictions.js";

/** Class probabilities, by scikit-learn's definitions. */
export const classificationJudge = judge({
  primary: "accuracy",
  encode: ({ classes, labels, probabilities }: Predictions) => ({
    tensors: {
      labels: { shape: [labels.length], dtype: "int32", values: labels },
      probabilities: { shape: [labels.length, classes.length], dtype: "float32", values: probabilities },
    },
    json: { classes },
  }),
  decode: ({ tensors, json }): Predictions => ({
    classes: json.classes as string[],
    labels: tensors.labels.values as Int32Array,
    probabilities: tensors.probabilities.values as Float32Array,
  }),
  evaluate: (predictions: Predictions) => evaluateClassification(predictions),
  compare: (model: Predictions, baseline: Predictions) => comparePaired(model, baseline),
  draw: (_, report) => [
    { kind: "CONFUSION_MATRIX", name: "confusion-matrix.svg", svg: confusionHeatmap(report) },
    { kind: "ROC", name: "roc.svg", svg: rocCurves(report) },
    { kind: "FIGURE", name: "precision-recall.svg", svg: precisionRecallCurves(report) },
    { kind: "FIGURE", name: "reliability.svg", svg: reliabilityDiagram(report) },
  ],
});
