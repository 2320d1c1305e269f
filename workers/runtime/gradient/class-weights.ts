import type { ClassWeighting } from "../../../src/domains/training/recipes/class-weight-options.js";

/**
 * What a row of each class counts in the loss. `balanced` is rows / (classes · rows of the class), 1 on average over the rows; a class
 * without rows counts nothing. Source: King and Zeng, "Logistic regression in rare events data", Political Analysis 9(2), 2001.
 */
export function classWeights(weighting: ClassWeighting, labels: Int32Array, classes: number): Float32Array {
  if (weighting === "none") return new Float32Array(classes).fill(1);
  const counts = countsOf(labels, classes);
  const present = counts.filter((count) => count > 0).length;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (present * count)));
}

/** What each of these rows counts in the loss; undefined where all count alike. */
export function rowWeights(
  weighting: ClassWeighting,
  counts: Float32Array,
  labels: Int32Array,
): Float32Array | undefined {
  return weighting === "none" ? undefined : Float32Array.from(labels, (label) => counts[label]);
}

/**
 * Mean loss, in nats, of always giving each class its share of the weighted training rows: the entropy of the shares. Whoever knows
 * nothing of a row cannot do better.
 */
export function priorLoss(weights: Float32Array, labels: Int32Array): number {
  const shares = countsOf(labels, weights.length).map((count, label) => (count * weights[label]) / labels.length);
  return shares.reduce((sum, share) => (share === 0 ? sum : sum - share * Math.log(share)), 0);
}

function countsOf(labels: Int32Array, classes: number): Float32Array {
  const counts = new Float32Array(classes);
  for (const label of labels) counts[label] += 1;
  return counts;
}
