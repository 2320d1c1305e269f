import type { TabularParameters } from "../../../src/domains/training/recipes/tabular-classification.spec.js";

/**
 * What a row of each class counts in the loss. `balanced` is rows / (classes · rows of the class), 1 on average over the rows.
 * Source: King and Zeng, "Logistic regression in rare events data", Political Analysis 9(2), 2001.
 */
export function classWeights(
  kind: TabularParameters["classWeights"],
  labels: Int32Array,
  classes: number,
): Float32Array {
  if (kind === "none") return new Float32Array(classes).fill(1);
  return countsOf(labels, classes).map((count) => labels.length / (classes * count));
}

/**
 * Mean loss, in nats, of always giving each class its share of the weighted training rows: the entropy of the shares. Whoever knows
 * no column cannot do better.
 */
export function priorLoss(weights: Float32Array, labels: Int32Array): number {
  const shares = countsOf(labels, weights.length).map((count, label) => (count * weights[label]) / labels.length);
  return shares.reduce((sum, share) => sum - share * Math.log(share), 0);
}

function countsOf(labels: Int32Array, classes: number): Float32Array {
  const counts = new Float32Array(classes);
  for (const label of labels) counts[label] += 1;
  return counts;
}
