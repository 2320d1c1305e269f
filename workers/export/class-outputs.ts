import type { Predictions } from "../evaluation/test-predictions.js";
import type { ExportedTest } from "./exporter.js";

/**
 * How a classifier's output `probabilities` [examples, classes] is compared with what the run predicted, and read as predictions of its test
 * part: `labels` are the right classes by example.
 */
export function probabilitiesOf(
  predicted: Predictions,
  classes: readonly string[],
  labels: Predictions["labels"],
): Pick<ExportedTest<"CLASSIFICATION">, "expected" | "predictions"> {
  return {
    expected: { probabilities: predicted.probabilities },
    predictions: ({ probabilities }) => ({ classes: [...classes], labels, probabilities: probabilities.values }),
  };
}
