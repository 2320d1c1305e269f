import type { ClassPrediction, Prediction } from "./prediction.specs.js";

/**
 * The mean of several models' class probabilities for each example, the likeliest class first; undefined where they are not of the same classes.
 * Source: Lakshminarayanan, Pritzel and Blundell, "Simple and scalable predictive uncertainty estimation", NIPS 2017.
 */
export function meanPredictions(models: readonly Prediction[][]): ClassPrediction[] | undefined {
  const means: ClassPrediction[] = [];
  for (const example of models[0].keys()) {
    const said = models.map((predictions) => predictions[example]);
    if (!said.every((each) => each.__typename === "ClassPrediction")) return undefined;
    const sums = new Map<string, number>();
    for (const { probabilities } of said)
      for (const { label, probability } of probabilities) sums.set(label, (sums.get(label) ?? 0) + probability);
    if (said.some(({ probabilities }) => probabilities.length !== sums.size)) return undefined;
    const ranked = [...sums]
      .map(([label, sum]) => ({ label, probability: sum / said.length }))
      .sort((a, b) => b.probability - a.probability);
    means.push({ __typename: "ClassPrediction", ...ranked[0], probabilities: ranked });
  }
  return means;
}
