import type { ClassPrediction } from "../../src/domains/training/predictions/prediction.specs.js";

/** What class probabilities, row-major [examples, classes], say of each example; the likeliest class first, ties as in `classes`. */
export function classPredictions(classes: readonly string[], probabilities: Float32Array): ClassPrediction[] {
  return Array.from({ length: probabilities.length / classes.length }, (_, example) => {
    const ranked = classes
      .map((label, at) => ({ label, probability: probabilities[example * classes.length + at] }))
      .sort((a, b) => b.probability - a.probability);
    return { __typename: "ClassPrediction", ...ranked[0], probabilities: ranked };
  });
}
