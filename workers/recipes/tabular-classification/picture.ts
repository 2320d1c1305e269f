import { classScatter } from "../../drawing/class-scatter.js";
import { predictedLabels } from "../../evaluation/predictions.js";
import type { Predictions } from "../../evaluation/test-predictions.js";
import type { Sample } from "../../runtime/trainer.js";
import type { Feature } from "./draft.js";
import type { PreparedTable } from "./preparation.js";

/** Dots in the picture: more hide each other. */
const MOST_DOTS = 500;

/** A picture of the network at work on held-out rows, in the two columns that tell most, each in its own unit. */
export function rowsAtWork(data: PreparedTable, rows: Int32Array, predictions: Predictions): Sample {
  const predicted = predictedLabels(predictions);
  const [across, up = across] = tellingFeatures(data);
  const svg = classScatter({
    title: { en: "Held-out rows as the network classifies them", zh: "网络对验证行的分类" },
    xLabel: across.name,
    yLabel: up.name,
    classes: predictions.classes,
    points: Array.from(rows.subarray(0, MOST_DOTS), (row, at) => ({
      x: ownUnit(across, row),
      y: ownUnit(up, row),
      truth: predictions.labels[at],
      predicted: predicted[at],
    })),
  });
  return { name: "rows", mediaType: "image/svg+xml", content: new TextEncoder().encode(svg) };
}

/** Features by how well they alone tell the training rows' classes apart, the best first; columns of numbers before names. */
export function tellingFeatures({ features, labels, split }: PreparedTable): Feature[] {
  const ratios = new Map(features.map((feature) => [feature, varianceRatio(feature.values, labels, split.train)]));
  return features.toSorted(
    (a, b) =>
      Number(b.source.type === "number") - Number(a.source.type === "number") || ratios.get(b)! - ratios.get(a)!,
  );
}

/** Variance between the classes' means over that within them: F of a one-way analysis of variance, but for its degrees of freedom. */
function varianceRatio(values: Float32Array, labels: Int32Array, rows: Int32Array): number {
  const byClass = [...Map.groupBy(rows, (row) => labels[row]).values()].map((members) =>
    members.map((row) => values[row]),
  );
  const means = byClass.map(mean);
  const whole = mean(byClass.flat());
  const between = byClass.reduce((sum, members, at) => sum + members.length * (means[at] - whole) ** 2, 0);
  const within = byClass.flatMap((members, at) => members.map((value) => (value - means[at]) ** 2));
  const scattered = within.reduce((sum, square) => sum + square, 0);
  return between === 0 ? 0 : between / scattered;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function ownUnit({ values, source }: Feature, row: number): number {
  return source.type === "number" ? values[row] * source.deviation + source.mean : values[row];
}
